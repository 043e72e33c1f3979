// What has to be true before anything is published: npm run release
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from './packages/pack-packages.mjs'

const problems = []
if (git('status', '--porcelain') !== '') problems.push('There are changes that are not committed.')
if (readdirSync(join(checkout, '.changeset')).some((file) => file.endsWith('.md') && file !== 'README.md')) {
  problems.push(
    'There are changesets that no version has taken up: npm run release:version, look at it, commit it.',
  )
}
for (const name of readdirSync(join(checkout, 'packages'))) {
  const root = join(checkout, 'packages', name)
  const { version, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  if (repository?.url === undefined) {
    problems.push(
      `${name}: package.json names no repository; npm compares it with the provenance, and links the README by it.`,
    )
  }
  const changelog = join(root, 'CHANGELOG.md')
  if (!existsSync(changelog) || !readFileSync(changelog, 'utf8').includes(`\n## ${version}\n`)) {
    problems.push(`${name}: CHANGELOG.md says nothing of ${version}.`)
  }
}
// Where npm gets a signed statement of the build from; elsewhere `publishConfig.provenance` makes it refuse.
const signers = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'SIGSTORE_ID_TOKEN']
if (!signers.some((name) => process.env[name] !== undefined)) {
  problems.push(
    'This is no CI job with an identity (GitHub: id-token: write; GitLab: SIGSTORE_ID_TOKEN): no provenance.',
  )
}
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.exitCode = problems.length === 0 ? 0 : 1

function git(...args) {
  return spawnSync('git', args, { cwd: checkout, encoding: 'utf8' }).stdout.trim()
}
