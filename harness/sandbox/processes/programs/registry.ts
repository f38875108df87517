import { shellProgram } from '../shell/run-shell.ts'
import type { Program } from '../types.ts'
import { basename, chmod, cp, dd, dirname, ls, mkdir, mv, pwd, rm, rmdir, touch } from './file-programs.ts'
import { cat, seq, tee, yes } from './copies.ts'
import { busyboxHttpd } from './busybox-httpd.ts'
import { curl } from './http/curl.ts'
import { grep } from './grep.ts'
import { head, tail } from './head-tail.ts'
import { cut, sort, uniq, wc } from './line-programs.ts'
import { nslookup } from './nslookup.ts'
import { echo, failure, printf, success, test } from './output.ts'
import {
  df,
  env,
  free,
  hostname,
  id,
  kill,
  killByName,
  pidof,
  printenv,
  ps,
  top,
  uname,
  whoami,
} from './process-programs.ts'
import { sed } from './sed.ts'
import { netcat } from './netcat.ts'
import { date, sleep, timeout } from './time.ts'
import { tr } from './tr.ts'
import { wget } from './http/wget.ts'

/** Programs that are the same in every image that has them. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  ash: shellProgram,
  basename,
  bash: shellProgram,
  cat,
  chmod,
  chown: success,
  cp,
  curl,
  cut,
  date,
  dd,
  df,
  dirname,
  echo,
  egrep: grep,
  env,
  false: failure,
  fgrep: grep,
  free,
  grep,
  head,
  hostname,
  httpd: busyboxHttpd,
  id,
  kill,
  killall: killByName,
  ls,
  mkdir,
  mv,
  nc: netcat,
  nslookup,
  pidof,
  pkill: killByName,
  printenv,
  printf,
  ps,
  pwd,
  rm,
  rmdir,
  sed,
  seq,
  sh: shellProgram,
  sleep,
  sort,
  sync: success,
  tail,
  tee,
  test,
  timeout,
  top,
  touch,
  tr,
  true: success,
  uname,
  uniq,
  wc,
  wget,
  whoami,
  yes,
  '[': test,
}

/** Part of every shell, whatever the image brings. */
export const SHELL_PROGRAMS: ReadonlySet<string> = new Set([
  'echo',
  'printf',
  'test',
  '[',
  'true',
  'false',
  'kill',
  'pwd',
])
