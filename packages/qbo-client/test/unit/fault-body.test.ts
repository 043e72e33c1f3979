import { describe, expect, test } from 'vitest'
import { parseBody } from '../../src/http/fault-body.js'

describe('a fault is found', () => {
  test.each<[string, unknown, readonly object[]]>([
    [
      'in capitals',
      { Fault: { Error: [{ code: '4000', Message: 'm', Detail: 'd', element: 'e' }], type: 'T' } },
      [{ code: '4000', message: 'm', detail: 'd', element: 'e', type: 'T' }],
    ],
    [
      'in lower case',
      { fault: { error: [{ code: '003001', message: 'm', detail: 'd' }], type: 't' } },
      [{ code: '3001', message: 'm', detail: 'd', type: 't' }],
    ],
    ['with one error that is no list', { Fault: { Error: { code: 610 } } }, [{ code: '610' }]],
    ['without an error', { Fault: { type: 'SystemFault' } }, [{ type: 'SystemFault' }]],
    ['with errors that are none', { Fault: { Error: ['text', { code: ' abc ' }] } }, [{ code: 'abc' }]],
    ['inside QueryResponse', { QueryResponse: { Fault: { Error: [{ code: '4002' }] } } }, [{ code: '4002' }]],
    [
      'inside an answer of CDC',
      {
        CDCResponse: [
          { Fault: { Error: [{ code: '1' }] } },
          { QueryResponse: [{ Fault: { Error: [{ code: '2' }] } }] },
          'odd',
          null,
        ],
      },
      [{ code: '1' }, { code: '2' }],
    ],
    [
      'as an OAuth error',
      { error: 'invalid_grant', error_description: 'Token expired' },
      [{ message: 'invalid_grant', detail: 'Token expired', type: 'OAuth' }],
    ],
    [
      'as an OAuth error without words',
      { error: 'invalid_client', error_description: '' },
      [{ message: 'invalid_client', type: 'OAuth' }],
    ],
  ])('%s', (_name, body, faults) => {
    expect(parseBody(JSON.stringify(body))).toEqual({ kind: 'json', value: body, faults })
  })

  test.each([
    ['{"QueryResponse":{}}'],
    ['[1]'],
    ['null'],
    ['"text"'],
    ['{"Fault":"no object"}'],
    ['{"error":{"code":1}}'],
  ])('nowhere in %s', (text) => {
    expect(parseBody(text)).toMatchObject({ kind: 'json', faults: [] })
  })

  test('in XML, with attributes or without, and decoded', () => {
    const xml = `<?xml version="1.0"?><IntuitResponse><Fault type="AuthenticationFault">
      <Error code="003200" element="Id"><Message>a &lt;b&gt; &quot;c&quot; &apos;d&#39; &amp;amp;</Message><Detail><![CDATA[x <y>]]></Detail></Error>
      <Error code="100"/><Error/></Fault></IntuitResponse>`
    expect(parseBody(xml)).toEqual({
      kind: 'xml',
      faults: [
        {
          code: '3200',
          element: 'Id',
          message: `a <b> "c" 'd' &amp;`,
          detail: 'x <y>',
          type: 'AuthenticationFault',
        },
        { code: '100', type: 'AuthenticationFault' },
        { type: 'AuthenticationFault' },
      ],
    })
  })

  test('in XML behind an error without text', () => {
    const xml = '<Fault><Error code="1"/><Error code="2"><Message>m</Message></Error></Fault>'
    expect(parseBody(xml).faults).toEqual([{ code: '1' }, { code: '2', message: 'm' }])
  })

  test('in XML with a prefix, and without an error in it', () => {
    expect(parseBody('<q:Fault/>')).toEqual({ kind: 'xml', faults: [{}] })
  })

  test('in the page of a gateway, by the code it shows', () => {
    expect(parseBody('<html>errorCode=007001</html>')).toEqual({ kind: 'html', faults: [{ code: '7001' }] })
  })
})

test.each([
  ['', 'empty'],
  [' \n', 'empty'],
  ['<!doctype html><p>Maintenance', 'html'],
  ['<q:IntuitResponse/>', 'xml'],
  ['{"QueryResponse":{"Inv', 'other'],
  ['upstream request timeout', 'other'],
])('%j is %s and holds no fault', (text, kind) => {
  expect(parseBody(text)).toMatchObject({ kind, faults: [] })
})
