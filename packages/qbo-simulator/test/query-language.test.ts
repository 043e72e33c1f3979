import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesLike } from '../src/query/like.js'
import { parseStatement } from '../src/query/parse.js'
import { QueryFault } from '../src/query/query-fault.js'
import { createHarness, customer, invoice } from './harness.js'

const harness = createHarness({
  Invoice: [
    invoice(1, '2024-01-01T10:00:00-08:00', { TotalAmt: 10, DocNumber: 'A-1' }),
    invoice(2, '2024-02-01T10:00:00-08:00', { TotalAmt: 1000.5, DocNumber: 'B-2' }),
    invoice(3, '2024-03-01T10:00:00-08:00', { TotalAmt: 20, DocNumber: 'a-3' }),
  ],
  Customer: [
    customer(1, "O'Brien \\ Sons"),
    customer(2, 'Plain', { Balance: -5 }),
    customer(3, 'Gone', { Active: false }),
  ],
})

describe('what the language says', () => {
  test.each([
    ["TotalAmt > '15'", ['2', '3']],
    ['TotalAmt >= 20 AND TotalAmt <= 1000.5', ['2', '3']],
    ["TotalAmt < '1000.0'", ['1', '3']],
    ["DocNumber LIKE 'a-%'", ['1', '3']],
    ["docnumber = 'B-2'", ['2']],
    ["Id IN ('1', '3', '99')", ['1', '3']],
    ["Id = '2'", ['2']],
    ["TxnDate > '2024-01-01' and TxnDate < '2024-03-01'", ['2']],
    ["TxnDate = '2024-03-01'", ['3']],
    ['TxnDate < CURRENT_DATE', ['1', '2', '3']],
    ["Metadata.CreateTime > '2024-02-01T18:00:00Z'", ['3']],
    ["MetaData.CreateTime >= '2024-02-01T18:00:00Z'", ['2', '3']],
    ["MetaData.CreateTime >= '2024-02-01T10:00:00'", ['2', '3']],
    ["MetaData.CreateTime >= '2024-02-01T10:00:00-0800'", ['2', '3']],
    ["DueDate < '2030-01-01'", []],
  ])('%s', async (condition, ids) => {
    expect((await harness.ids(`SELECT * FROM Invoice WHERE ${condition}`)).toSorted()).toEqual(ids)
    expect(await harness.count(`select Count(*) from Invoice where ${condition}`)).toBe(ids.length)
  })

  test('quotes and backslashes are escaped by a backslash', async () => {
    expect(await harness.ids("SELECT * FROM Customer WHERE DisplayName = 'O\\'Brien \\\\ Sons'")).toEqual([
      '1',
    ])
  })

  test('keywords, entities and properties are read in any case', async () => {
    const statement =
      "sElEcT * fRoM invoice wHeRe totalamt > '15' order by METADATA.createtime desc maxresults 1"
    expect(await harness.ids(statement)).toEqual(['3'])
  })

  test('STARTPOSITION and MAXRESULTS come in either order, and 0 is taken for 1', async () => {
    const select = 'SELECT * FROM Invoice ORDERBY TxnDate'
    expect(await harness.ids(`${select} STARTPOSITION 2 MAXRESULTS 1`)).toEqual(['2'])
    expect(await harness.ids(`${select} MAXRESULTS 1 STARTPOSITION 2`)).toEqual(['2'])
    expect(await harness.ids(`${select} STARTPOSITION 0 MAXRESULTS 1`)).toEqual(['1'])
  })

  test('several terms of order hold one after the other', async () => {
    const ids = await harness.ids(
      'SELECT * FROM Customer WHERE Active IN (true, false) ORDERBY Active DESC, DisplayName',
    )
    expect(ids).toEqual(['1', '2', '3'])
  })

  test('POST takes the statement as the body', async () => {
    const path = '/v3/company/9130350000000001/query?minorversion=75'
    const response = await harness.post(path, 'SELECT COUNT(*) FROM Invoice', {
      'content-type': 'application/text',
    })
    expect(await response.json()).toMatchObject({ QueryResponse: { totalCount: 3 } })
  })
})

describe('what the language refuses', () => {
  test.each([
    ['SELECT Id FROM Invoice', '4000'],
    ['SELECT * FROM', '4000'],
    ['DELETE FROM Invoice', '4000'],
    ['SELECT * FROM Invoice WHERE TotalAmt = 1 OR TotalAmt = 2', '4000'],
    ['SELECT * FROM Invoice JOIN Customer', '4000'],
    ['SELECT * FROM Invoice GROUP BY TxnDate', '4000'],
    ["SELECT * FROM Invoice WHERE TotalAmt != '1'", '4000'],
    ["SELECT * FROM Customer WHERE DisplayName = 'O''Brien'", '4000'],
    ["SELECT * FROM Customer WHERE DisplayName = 'open", '4000'],
    ['SELECT * FROM Invoice WHERE Id IN ()', '4000'],
    ['SELECT * FROM Invoice MAXRESULTS 1.5', '4000'],
    ['SELECT * FROM Invoice MAXRESULTS 5 MAXRESULTS 6', '4000'],
    ['SELECT * FROM Invoice;', '4000'],
    ["SELECT * FROM Invoice WHERE Id > '1'", '4001'],
    ["SELECT * FROM Invoice WHERE Id LIKE '1%'", '4001'],
    ['SELECT * FROM Invoice WHERE Active = true', '4001'],
    ["SELECT * FROM Invoice WHERE DepartmentRef = '1'", '4001'],
    ["SELECT * FROM Invoice WHERE Line.Amount = '1'", '4001'],
    ['SELECT * FROM Invoice ORDERBY Nope', '4001'],
    ["SELECT * FROM Invoice WHERE TxnDate > '2024-02-30'", '4001'],
    ["SELECT * FROM Invoice WHERE MetaData.CreateTime > '2024-01-01T00:00:00 00:00'", '4001'],
    ["SELECT * FROM CompanyInfo WHERE MetaData.LastUpdatedTime > '2024-01-01'", '4001'],
    ['SELECT * FROM Nope', '4001'],
    ['SELECT * FROM TaxService ORDERBY MetaData.CreateTime', '4001'],
    ['SELECT * FROM Invoice MAXRESULTS 1001', '4001'],
    ['SELECT * FROM Invoice MAXRESULTS 0', '4001'],
    ['SELECT * FROM Invoice STARTPOSITION -1', '4001'],
  ])('%s: %s', async (statement, code) => {
    expect(await harness.fault(statement)).toMatchObject({ status: 400, code })
  })

  test('in the words of QuickBooks', async () => {
    expect((await harness.fault('SELECT * FROM Invoice MAXRESULTS 1500')).detail).toBe(
      'QueryValidationError: value 1500 is too large. Max allowed value is 1000',
    )
    expect((await harness.fault('SELECT * FROM Invoice WHERE Active = true')).detail).toBe(
      'QueryValidationError: Property Active not found for Entity Invoice',
    )
    expect((await harness.fault('SELECT * FROM TaxService')).detail).toBe(
      'QueryValidationError: Metadata not found for Entity: TaxService',
    )
    expect(
      (await harness.fault("SELECT * FROM Customer WHERE DisplayName = 'Fleur\u2019t'")).detail,
    ).toContain('Encountered: "\\u2019" (8217)')
  })

  test('no statement at all, with a fault inside HTTP 200', async () => {
    const response = await harness.query('')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      Fault: { type: 'SystemFault', Error: [{ code: '10000' }] },
    })
  })
})

/** `read`, or the code of the refusal; any other error is a fault of the parser. */
function readOrRefuse(text: string): string {
  try {
    parseStatement(text)
    return 'read'
  } catch (error) {
    if (error instanceof QueryFault) return error.code
    throw error
  }
}

describe('the parser', () => {
  test('reads any text as a statement or refuses it with 4000', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'SELECT',
        '*',
        'FROM',
        'Invoice',
        'WHERE',
        'AND',
        'IN',
        '(',
        ')',
        ',',
        '=',
        "'x'",
        '5',
        'ORDERBY',
      ),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(['read', '4000']).toContain(readOrRefuse(pieces.join(' ')))
      }),
      { numRuns: 500 },
    )
  })

  test('gives back any Latin-1 value whose quotes and backslashes are escaped', () => {
    const latin1 = fc.string({
      unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    })
    fc.assert(
      fc.property(latin1, (value) => {
        const escaped = value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
        const statement = parseStatement(`SELECT * FROM Customer WHERE DisplayName = '${escaped}'`)
        expect(statement.conditions).toEqual([
          { path: 'DisplayName', operator: '=', value: { kind: 'string', text: value } },
        ])
      }),
    )
  })
})

test('LIKE agrees with the same pattern as a regular expression', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 })
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '%'), maxLength: 6 })
  fc.assert(
    fc.property(letters, pattern, (value, like) => {
      expect(matchesLike(value, like)).toBe(new RegExp(`^${like.replaceAll('%', '.*')}$`).test(value))
    }),
    { numRuns: 2000 },
  )
})
