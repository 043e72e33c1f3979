import { ok, warn, type Look } from '../../doctor/finding.js'
import type { Arguments } from './arguments.js'
import { unusedProxyVariables, type Proxy } from './proxy.js'

/** By which way QuickBooks is asked, where the environment says anything about it. */
export function proxyFindings(proxy: Proxy | undefined, given: Arguments): readonly Look[] {
  if (proxy !== undefined) {
    const { address, variable, exceptions } = proxy
    const [but, salvo] =
      exceptions === ''
        ? ['', '']
        : [
            `, but for the hosts of NO_PROXY (${exceptions})`,
            `, salvo los servidores de NO_PROXY (${exceptions})`,
          ]
    return [
      ok('proxy', {
        en: `Calls over https go through ${address} (${variable})${but}.`,
        es: `Las llamadas por https pasan por ${address} (${variable})${salvo}.`,
      }),
    ]
  }
  const unused = unusedProxyVariables(given)
  if (unused.length === 0) return []
  return [
    warn(
      'proxy',
      {
        en: `No proxy is used, in spite of ${unused.join(' and ')}: QuickBooks is asked over https.`,
        es: `No se usa ningún proxy, a pesar de ${unused.join(' y ')}: a QuickBooks se le consulta por https.`,
      },
      {
        en: 'If calls must go through a proxy, name it in HTTPS_PROXY.',
        es: 'Si las llamadas deben pasar por un proxy, indíquelo en HTTPS_PROXY.',
      },
    ),
  ]
}
