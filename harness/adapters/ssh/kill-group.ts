import type { Client } from 'ssh2'

/** Sends SIGKILL to a process group through a session of its own. Whether that worked shows at the command's own session. @param done the session has ended */
export const killGroup = (client: Client, leader: number, done: () => void): void => {
  try {
    client.exec(`kill -KILL -- -${leader}`, (error, channel) => {
      if (error === undefined)
        channel
          .on('error', () => {})
          .on('close', done)
          .resume()
          .stderr.resume()
      else done()
    })
  } catch {
    // The connection is being lost, which the command learns by itself.
    done()
  }
}
