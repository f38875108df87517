import type { Program } from '../processes/types.ts'
import { programsOf } from './image-programs.ts'
import type { ImageBehaviour } from './types.ts'

/** What process 1 of a container runs, or why the runtime cannot execute it. */
export type MainCommand =
  | { readonly kind: 'runs'; readonly argv: readonly string[]; readonly program: Program }
  | { readonly kind: 'unstartable'; readonly exitCode: number; readonly message: string }

export interface CommandSource {
  readonly image: ImageBehaviour
  /** `command` of the container; it replaces the image's entrypoint and command. */
  readonly command: readonly string[] | undefined
  readonly args: readonly string[] | undefined
  /** Of the container, for `$(NAME)` in the command. */
  readonly environment: Readonly<Record<string, string>>
}

export const mainCommand = ({ image, command, args, environment }: CommandSource): MainCommand => {
  const written = [...(command ?? image.entrypoint), ...(args ?? (command === undefined ? image.command : []))]
  const argv = written.map((word) =>
    word.replaceAll(/\$?\$\(([\w.-]+)\)/g, (text, name: string) =>
      text.startsWith('$$') ? text.slice(1) : (environment[name] ?? text),
    ),
  )
  const [name = ''] = argv
  const program = programsOf(image)(name)
  const cause = whyNot(image, name)
  if (cause === undefined && program !== undefined) return { kind: 'runs', argv, program }
  return {
    kind: 'unstartable',
    exitCode: 128,
    message: `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${name}": ${cause ?? NOT_FOUND}`,
  }
}

const NOT_FOUND = 'executable file not found in $PATH'

const whyNot = (image: ImageBehaviour, name: string): string | undefined => {
  const base = name.slice(name.lastIndexOf('/') + 1)
  if (image.programs.includes(base) && programsOf(image)(name) !== undefined) return undefined
  return name.includes('/') ? `stat ${name}: no such file or directory` : NOT_FOUND
}
