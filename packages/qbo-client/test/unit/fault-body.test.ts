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
    ['with errors that are all none', { Fault: { Error: ['text'], type: 'T' } }, [{ type: 'T' }]],
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

describe('a fault of 600 KB, written to be slow', () => {
  const size = 600_000
  const long = (text: string): string => text.repeat(Math.ceil(size / text.length))
  test.each<[string, string]>([
    ['beginnings of errors', `<Fault>${long('<Error>')}`],
    ['beginnings of errors that do not end', `<Fault>${long('<Error ')}`],
    ['beginnings of faults', long('<Fault ')],
    ['beginnings of faults with half a type', long('<Fault type="')],
    ['beginnings of messages', `<Fault><Error>${long('<Message>')}</Error></Fault>`],
    ['beginnings of CDATA', `<Fault><Error><Detail>${long('<![CDATA[')}</Detail></Error></Fault>`],
    ['less-than signs', `<Fault>${long('<')}>`],
    ['one name without an end', `<Fault><${long('a')}`],
    ['prefixes', `<Fault>${long('<a:')}>`],
    ['attributes without a value', `<Fault><Error ${long('code ')}/></Fault>`],
    ['attributes with half a value', `<Fault><Error ${long(`code='`)}/></Fault>`],
    ['spaces in an attribute', `<Fault><Error code${long(' ')}="1"/></Fault>`],
    ['ampersands', `<Fault><Error><Message>${long('&amp;')}</Message></Error></Fault>`],
    ['error codes of a page', `<html>${long('errorCode=')}`],
    ['spaces before it', `${long(' ')}<Fault/>`],
    ['zeros', `{"Fault":{"Error":[{"code":"${long('0')}x"}]}}`],
    ['errors', `{"Fault":{"Error":[${long('{"code":"1"},')}{}]}}`],
    ['lists in lists', `${'['.repeat(size)}${']'.repeat(size)}`],
  ])('of %s is read at once, and little of it is kept', { timeout: 2_000 }, (_name, text) => {
    const { faults } = parseBody(text)
    expect(faults.length).toBeLessThanOrEqual(20)
    expect(JSON.stringify(faults).length).toBeLessThan(20_000)
  })

  test('still says its code, and describes what is too long to quote', () => {
    const error = { code: '3001', Message: long('x'), Detail: 'd' }
    expect(parseBody(JSON.stringify({ Fault: { Error: [error] } })).faults).toEqual([
      { code: '3001', message: `[${size} characters]`, detail: 'd' },
    ])
    const xml = `<Fault><Error code="3001"><Message>m</Message><Detail>${long('x')}</Detail></Error></Fault>`
    expect(parseBody(xml).faults).toEqual([{ code: '3001', message: 'm' }])
  })
})

test.each<[string, string, readonly object[]]>([
  [
    'a less-than sign',
    '<Fault><Error code="1"><Message>a < b</Message></Error></Fault>',
    [{ code: '1', message: 'a < b' }],
  ],
  ['a comment', '<Fault><!-- <Error> --><Error code="1"/></Fault>', [{}, { code: '1' }]],
  [
    'an empty message',
    '<Fault><Error code="1"><Message/><Detail>d</Detail></Error></Fault>',
    [{ code: '1', detail: 'd' }],
  ],
  [
    'two messages',
    '<Fault><Error><Message>a</Message><Message>b</Message></Error></Fault>',
    [{ message: 'a' }],
  ],
  ['a message outside of an error', '<Fault><Message>a</Message></Fault>', [{}]],
  ['an error outside of a fault', '<html><Error code="1"/></html>', []],
  ['the end of a message only', '<Fault><Error>a</Message></Error></Fault>', [{}]],
  ['a tag that is cut off', '<Fault type="t"><Error code="1"><Mess', [{ code: '1', type: 't' }]],
])('XML with %s is read as far as it goes', (_name, xml, faults) => {
  expect(parseBody(xml).faults).toEqual(faults)
})
