/**
 * Rewrites what the interpreter's jq gets wrong in its own language: it groups in the order of appearance, sorts by the first of several
 * keys only, does not sort what it makes unique, knows `key` alone in `from_entries`, and quotes too little in `@csv`. It evaluates the
 * arguments of functions too early, so they are filled in here.
 */
export const mendProgram = (program: string): string => {
  let result = ''
  let at = 0
  while (at < program.length) {
    const rest = program.slice(at)
    const string = /^"(?:[^"\\]|\\[^])*"/.exec(rest)?.[0]
    if (string !== undefined) {
      result += string.replaceAll(INTERPOLATION, (_all, code: string) => `\\(${mendProgram(code)})`)
      at += string.length
      continue
    }
    const called = CALLED.exec(rest)
    const isPart = /[.$\w]$/.test(result)
    if (called === null || isPart) {
      result += rest.charAt(0)
      at += 1
      continue
    }
    const name = called[0]
    at += name.length
    const macro = MACROS[name]
    if (macro === undefined) result += PLAIN[name] ?? name
    else if (program.charAt(at) === '(') {
      const end = closing(program, at)
      result += macro(mendProgram(program.slice(at + 1, end)))
      at = end + 1
    } else result += name
  }
  return result
}

const CALLED =
  /^(?:(?:sort_by|group_by|unique_by|unique|fromdateiso8601|todateiso8601|from_entries)\b(?!\s*:)|@csv\b(?!\s*"))/

const INTERPOLATION = /\\\(((?:[^()]|\([^()]*\))*)\)/g

const sorted = (key: string): string => `map({k: [${key}], v: .}) | sort_by(.k)`

const MACROS: Readonly<Record<string, (key: string) => string>> = {
  sort_by: (key) => `(${sorted(key)} | map(.v))`,
  group_by: (key) =>
    `(${sorted(key)} | reduce .[] as $x ([]; if length > 0 and .[-1].k == $x.k then .[:-1] + [{k: $x.k, g: (.[-1].g + [$x.v])}] else . + [{k: $x.k, g: [$x.v]}] end) | map(.g))`,
  unique_by: (key) =>
    `(${sorted(key)} | reduce .[] as $x ([]; if length > 0 and .[-1].k == $x.k then . else . + [$x] end) | map(.v))`,
}

const PLAIN: Readonly<Record<string, string>> = {
  unique: '(sort | reduce .[] as $x ([]; if length > 0 and .[-1] == $x then . else . + [$x] end))',
  fromdateiso8601: 'fromdate',
  todateiso8601: 'todate',
  from_entries:
    '(reduce .[] as $e ({}; . + {($e | (.key // .k // .name // .Name // .Key) | if type == "string" then . else tojson end): ($e | if has("value") then .value elif has("v") then .v else .Value end)}))',
  '@csv': String.raw`(map(if type == "string" then "\"" + gsub("\""; "\"\"") + "\"" elif . == null then "" else tostring end) | join(","))`,
}

/** Place of the bracket that closes the one at `open`; the end of the text if there is none. */
const closing = (text: string, open: number): number => {
  let depth = 0
  for (let at = open; at < text.length; at += 1) {
    const string = text.charAt(at) === '"' ? /^"(?:[^"\\]|\\[^])*"/.exec(text.slice(at))?.[0] : undefined
    if (string !== undefined) at += string.length - 1
    else if (text.charAt(at) === '(') depth += 1
    else if (text.charAt(at) === ')') depth -= 1
    if (depth === 0) return at
  }
  return text.length
}
