import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from '../cli/compose/read-project.ts'
import { conformancePage } from '../sandbox/replay/conformance-page.ts'
import { type CaseLevel, summarise } from '../sandbox/replay/measure.ts'
import { aRecording, folders, knownDifferences, recordings, replayRecording } from '../testing/a-recording.ts'

// Replays the recordings and writes down the level that each case reaches, for the tests to hold, and the page about it.
// This is the only way in which those files change.

const sandbox = join(projectRoot(), 'harness/sandbox')
const testdata = pathToFileURL(`${sandbox}/testdata/`)

const held = (levels: readonly CaseLevel[]): string => {
  const lines = levels.map(({ id, exitAgrees, similarity }) => {
    const level = { exitAgrees, similarity: Number(similarity.toFixed(4)) }
    return `  ${JSON.stringify(id)}: ${JSON.stringify(level)}`
  })
  return `{\n${lines.join(',\n')}\n}\n`
}

const sessions = []
for (const name of recordings) {
  const { levels } = await replayRecording(aRecording(name, testdata))
  writeFileSync(`${sandbox}/testdata/${folders[name]}levels.json`, held(levels))
  process.stdout.write(`${name} ${JSON.stringify(summarise(levels))}\n`)
  sessions.push({ name, levels })
}
writeFileSync(`${sandbox}/CONFORMANCE.md`, conformancePage(sessions, knownDifferences(testdata)))
