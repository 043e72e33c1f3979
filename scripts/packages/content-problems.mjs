import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from './pack-packages.mjs'

const published = /^(?:dist|src|bin|schema)\/|^(?:README\.md|LICENSE|CHANGELOG\.md|package\.json)$/u
const required = [
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'package.json',
  'dist/index.js',
  'dist/index.d.ts',
  'src/index.ts',
]
const ofTests =
  /(?:^|\/)(?:tests?|fixtures?|recordings?|__\w+__)\/|\.(?:test|spec|property)\.\w+$|(?:^|\/)\.env/iu

/** What stands in a text that nobody but its owner should read. */
const secrets = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/u],
  ['a token of npm', /\bnpm_[A-Za-z0-9]{36}\b/u],
  ['a token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22})/u],
  ['a key of AWS', /\bAKIA[A-Z0-9]{16}\b/u],
  ['a signed token', /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/u],
  ['a refresh token of Intuit', /\bRT1-\d{2,3}-[A-Z]\d-[1-9]\d{9}\w{15,}/u],
  ['a path of the machine that built it', checkout],
]

/** What a tarball holds and should not, or should hold and does not. */
export function contentProblems({ root, files }) {
  return [
    ...required.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files.filter((file) => !published.test(file)).map((file) => `${file} should not be published`),
    ...files.filter((file) => ofTests.test(file)).map((file) => `${file} looks like a part of the tests`),
    ...deadLinks(readFileSync(join(root, 'README.md'), 'utf8'), files),
    ...files.flatMap((file) => secretsIn(file, readFileSync(join(root, file), 'utf8'))),
  ]
}

function secretsIn(file, text) {
  return secrets
    .filter(([, pattern]) => (typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text)))
    .map(([what]) => `${file} has ${what} in it`)
}

/** Links of a README that lead nowhere once it lies in node_modules: there only the tarball is, and the other packages beside it. */
function deadLinks(readme, files) {
  const targets = [...readme.matchAll(/\]\((?<target>[^)#]+)/gu)].map((match) => match.groups.target)
  return targets
    .filter((target) => !/^https?:/u.test(target))
    .filter((target) => !files.includes(target) && !/^\.\.\/qbo-[a-z-]+\/README\.md$/u.test(target))
    .map((target) => `README.md links to ${target}, which is not in the tarball`)
}
