import type { ResourceDefinition } from '../types/resource.ts'
import { ALL_VERBS } from './row.ts'

/** Kinds that a cluster serves and that nothing here acts on: objects are kept as they are sent, whatever their fields. */
export const keptDefinitions = (): readonly ResourceDefinition[] => ROWS.map(definition)

interface Row {
  /** `group/version`, or `v1` for the core group. */
  readonly at: string
  readonly kind: string
  readonly plural: string
  readonly short?: string
  /** Default: false. */
  readonly namespaced?: boolean
}

const STORAGE = 'storage.k8s.io/v1'
const ADMISSION = 'admissionregistration.k8s.io/v1'
const FLOW = 'flowcontrol.apiserver.k8s.io/v1'

const ROWS: readonly Row[] = [
  { at: 'v1', kind: 'PodTemplate', plural: 'podtemplates', namespaced: true },
  { at: ADMISSION, kind: 'ValidatingAdmissionPolicy', plural: 'validatingadmissionpolicies' },
  { at: ADMISSION, kind: 'ValidatingAdmissionPolicyBinding', plural: 'validatingadmissionpolicybindings' },
  { at: 'apiregistration.k8s.io/v1', kind: 'APIService', plural: 'apiservices' },
  {
    at: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    plural: 'certificatesigningrequests',
    short: 'csr',
  },
  { at: FLOW, kind: 'FlowSchema', plural: 'flowschemas' },
  { at: FLOW, kind: 'PriorityLevelConfiguration', plural: 'prioritylevelconfigurations' },
  { at: 'node.k8s.io/v1', kind: 'RuntimeClass', plural: 'runtimeclasses' },
  { at: STORAGE, kind: 'CSIDriver', plural: 'csidrivers' },
  { at: STORAGE, kind: 'CSINode', plural: 'csinodes' },
  { at: STORAGE, kind: 'CSIStorageCapacity', plural: 'csistoragecapacities', namespaced: true },
  { at: STORAGE, kind: 'VolumeAttachment', plural: 'volumeattachments' },
]

const definition = ({ at, kind, plural, short, namespaced = false }: Row): ResourceDefinition => {
  const slash = at.indexOf('/')
  return {
    group: slash < 0 ? '' : at.slice(0, slash),
    version: at.slice(slash + 1),
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: short === undefined ? [] : [short],
    categories: [],
    namespaced,
    verbs: ALL_VERBS,
    subresources: {},
    generations: false,
    strategy: {},
    custom: false,
  }
}
