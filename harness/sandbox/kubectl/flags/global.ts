import type { FlagSpecs } from './types.ts'

/** Flags that every command has. */
export const GLOBAL_FLAGS = {
  as: { type: 'string' },
  'as-group': { type: 'array' },
  'as-uid': { type: 'string' },
  'cache-dir': { type: 'string' },
  'certificate-authority': { type: 'string' },
  'client-certificate': { type: 'string' },
  'client-key': { type: 'string' },
  cluster: { type: 'string' },
  context: { type: 'string' },
  'disable-compression': { type: 'bool' },
  'insecure-skip-tls-verify': { type: 'bool' },
  kubeconfig: { type: 'string' },
  'log-flush-frequency': { type: 'duration', initial: '5s' },
  'match-server-version': { type: 'bool' },
  namespace: { type: 'string', short: 'n' },
  password: { type: 'string' },
  profile: { type: 'string' },
  'profile-output': { type: 'string' },
  'request-timeout': { type: 'string', initial: '0' },
  server: { type: 'string', short: 's' },
  'tls-server-name': { type: 'string' },
  token: { type: 'string' },
  user: { type: 'string' },
  username: { type: 'string' },
  v: { type: 'string', short: 'v' },
  vmodule: { type: 'string' },
  'warnings-as-errors': { type: 'bool' },
  help: { type: 'bool', short: 'h' },
} as const satisfies FlagSpecs

/** Flags of commands that print objects with `-o`. */
export const PRINT_FLAGS = {
  output: { type: 'string', short: 'o' },
  template: { type: 'string' },
  'allow-missing-template-keys': { type: 'bool', initial: true },
  'show-managed-fields': { type: 'bool' },
} as const satisfies FlagSpecs

/** Flags of commands that take objects from files. */
export const FILE_FLAGS = {
  filename: { type: 'strings', short: 'f' },
  recursive: { type: 'bool', short: 'R' },
  kustomize: { type: 'string', short: 'k' },
} as const satisfies FlagSpecs

/** Flags of commands that change objects. */
export const CHANGE_FLAGS = {
  'dry-run': { type: 'string', initial: 'none', implied: 'unchanged' },
  'field-manager': { type: 'string' },
  validate: { type: 'string', initial: 'strict', implied: 'strict' },
} as const satisfies FlagSpecs

/** The flag of commands that can write themselves down in what they change. */
export const RECORD_FLAG = { record: { type: 'bool' } } as const satisfies FlagSpecs

/** Flags of commands that build an object and create it. */
export const CREATE_FLAGS = {
  ...PRINT_FLAGS,
  ...CHANGE_FLAGS,
  ...RECORD_FLAG,
  'save-config': { type: 'bool' },
} as const satisfies FlagSpecs

/** A command's flags and the global ones, which they inherit: every command line asks for them. */
export const withGlobalFlags = (flags: FlagSpecs | undefined): FlagSpecs =>
  flags === undefined ? GLOBAL_FLAGS : (Object.assign(Object.create(GLOBAL_FLAGS) as object, flags) as FlagSpecs)
