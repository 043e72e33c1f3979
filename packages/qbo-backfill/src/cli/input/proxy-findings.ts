import { ok, warn, type Finding } from '../../doctor/finding.js'
import type { Arguments } from './arguments.js'
import { unusedProxyVariables, type Proxy } from './proxy.js'

/** By which way QuickBooks is asked, where the environment says anything about it. */
export function proxyFindings(proxy: Proxy | undefined, given: Arguments): readonly Finding[] {
  if (proxy !== undefined) {
    const but = proxy.exceptions === '' ? '' : `, but for the hosts of NO_PROXY (${proxy.exceptions})`
    return [ok('proxy', `Calls over https go through ${proxy.address} (${proxy.variable})${but}.`)]
  }
  const unused = unusedProxyVariables(given)
  if (unused.length === 0) return []
  return [
    warn(
      'proxy',
      `No proxy is used, in spite of ${unused.join(' and ')}: QuickBooks is asked over https.`,
      'If calls must go through a proxy, name it in HTTPS_PROXY.',
    ),
  ]
}
