import { failure } from '../errors.ts'
import type { Session } from '../session.ts'

/** Says what a client without a terminal says; input cannot be handed to a new container. @throws {KubectlError} */
export const refuseInput = ({ flags, stdin, err }: Session): void => {
  if (flags.bool('stdin') && stdin.trim() !== '') {
    throw failure('input cannot be sent to a new container on this host: give the command after --')
  }
  if (flags.bool('tty')) err('Unable to use a TTY - input is not a terminal or the right kind of file\n')
}
