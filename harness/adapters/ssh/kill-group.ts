import type { Client } from 'ssh2'

/** Sends SIGKILL to a process group through a session of its own. Whether that worked shows at the command's own session. */
export const killGroup = (client: Client, leader: number): void => {
  try {
    client.exec(`kill -KILL -- -${leader}`, (error, channel) => {
      if (error === undefined) channel.on('error', () => {}).resume()
    })
  } catch {
    // The connection is being lost, which the command learns by itself.
  }
}
