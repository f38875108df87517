/** A class whose volumes are made by people. */
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner'

/** The provisioner that works in this cluster: directories of nodes. */
export const LOCAL_PATH = 'rancher.io/local-path'

/** Marks the class that claims without one get. */
export const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class'

/** Noted on a claim by the scheduler: the node that its first consumer goes to. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node'
