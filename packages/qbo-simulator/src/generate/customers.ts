import type { RecordText } from '../table/entity-table.js'
import { formatPacific } from '../time/pacific.js'
import { buildListMoments, type Span } from './list-moments.js'
import { formatCents } from './money.js'
import { recordRandom } from './record-random.js'
import { cities, familyNames, givenNames, legalForms, streets, tradeNames, trades } from './words.js'

/** What an invoice says of its customer, as JSON. */
export interface CustomerParts {
  readonly createdMs: number
  readonly text: RecordText
  readonly reference: string
  readonly billAddress: string
  readonly shipAddress: string
  readonly email: string
}

export interface ListOptions extends Span {
  readonly count: number
  readonly seed: number
  readonly inactiveShare: number
}

interface Person {
  readonly given: string
  readonly family: string
  readonly company: string | undefined
}

/** The customers, oldest first. A few are jobs of another customer. */
export function generateCustomers(options: ListOptions): CustomerParts[] {
  const names = new Map<string, number>()
  const parents: { id: string; name: string }[] = []
  return buildListMoments(options.count, options.seed + 11, options).map((moments, at) => {
    const random = recordRandom(options.seed, 'Customer', at)
    const id = String(at + 1)
    const person: Person = {
      given: random.pick(givenNames),
      family: random.pick(familyNames),
      company: random.chance(0.7)
        ? `${random.pick(tradeNames)} ${random.pick(trades)} ${random.pick(legalForms)}`
        : undefined,
    }
    const address = buildAddress(
      String(at + 1),
      random.pick(cities),
      `${random.integer(1, 9999)} ${random.pick(streets)}`,
    )
    const parent = parents.length > 0 && random.chance(0.08) ? random.pick(parents) : undefined
    const isActive = !isShared(at, options.inactiveShare)
    const plain = parent === undefined ? (person.company ?? `${person.given} ${person.family}`) : address.line
    const display = unique(names, isActive ? plain : `${plain} (deleted)`)
    if (parent === undefined && isActive) parents.push({ id, name: display })
    const email = `${asciiOf(person.given)}.${asciiOf(person.family)}${at}@example.com`
    const text = buildCustomer({
      id,
      person,
      display,
      parent,
      isActive,
      address: address.json,
      email,
      ...moments,
    })
    const fullName = parent === undefined ? display : `${parent.name}:${display}`
    return {
      createdMs: moments.createdMs,
      text: {
        text,
        values: {
          id,
          'metadata.createtime': Math.floor(moments.createdMs / 1000),
          'metadata.lastupdatedtime': Math.floor(moments.updatedMs / 1000),
          active: isActive,
          fullyqualifiedname: fullName.toLowerCase(),
        },
      },
      reference: JSON.stringify({ value: id, name: display }),
      billAddress: buildBillAddress(String(100_000 + at), person, address),
      shipAddress: address.json,
      email: JSON.stringify({ Address: email }),
    }
  })
}

/** An invoice's billing address is free lines of text (FreeFormAddress). */
function buildBillAddress(id: string, { given, family, company }: Person, address: Address): string {
  return JSON.stringify({
    Id: id,
    Line1: `${given} ${family}`,
    ...(company === undefined ? {} : { Line2: company }),
    Line3: address.line,
    Line4: address.place,
    Lat: 'INVALID',
    Long: 'INVALID',
  })
}

interface Address {
  readonly json: string
  readonly line: string
  readonly place: string
}

interface CustomerFields {
  readonly id: string
  readonly person: Person
  readonly display: string
  readonly parent: { readonly id: string; readonly name: string } | undefined
  readonly isActive: boolean
  readonly address: string
  readonly email: string
  readonly createdMs: number
  readonly updatedMs: number
}

/** The fields of a recorded customer, in their order. */
function buildCustomer(fields: CustomerFields): string {
  const { id, person, display, parent, isActive, address, createdMs, updatedMs } = fields
  const json = JSON.stringify
  const balance = formatCents((Number(id) * 7919) % 4 === 0 ? (Number(id) * 104_729) % 500_000 : 0)
  const fullName = parent === undefined ? display : `${parent.name}:${display}`
  const phone = `(555) 555-${id.padStart(4, '0').slice(-4)}`
  return (
    `{"Taxable":${Number(id) % 3 === 0},"BillAddr":${address},"ShipAddr":${address},"Job":${parent !== undefined}` +
    `,"BillWithParent":false${parent === undefined ? '' : `,"ParentRef":{"value":"${parent.id}"},"Level":1`}` +
    `,"Balance":${balance},"BalanceWithJobs":${balance},"CurrencyRef":{"value":"USD","name":"United States Dollar"}` +
    `,"PreferredDeliveryMethod":"Print","IsProject":false,"ClientEntityId":"0","domain":"QBO","sparse":false` +
    `,"Id":"${id}","SyncToken":"${updatedMs > createdMs ? 1 : 0}","MetaData":{"CreateTime":"${formatPacific(createdMs)}"` +
    `,"LastUpdatedTime":"${formatPacific(updatedMs)}"},"GivenName":${json(person.given)},"FamilyName":${json(person.family)}` +
    `,"FullyQualifiedName":${json(fullName)}` +
    (person.company === undefined ? '' : `,"CompanyName":${json(person.company)}`) +
    `,"DisplayName":${json(display)},"PrintOnCheckName":${json(person.company ?? display)},"Active":${isActive}` +
    `,"V4IDPseudonym":"00209${id.padStart(33, '8')}","PrimaryPhone":{"FreeFormNumber":"${phone}"}` +
    `,"PrimaryEmailAddr":{"Address":${json(fields.email)}}}`
  )
}

function buildAddress(
  id: string,
  [city, state, postalCode]: readonly [string, string, string],
  line: string,
): Address {
  const json = JSON.stringify({
    Id: id,
    Line1: line,
    City: city,
    CountrySubDivisionCode: state,
    PostalCode: postalCode,
    Lat: '37.4307072',
    Long: '-122.4295234',
  })
  return { json, line, place: `${city}, ${state}  ${postalCode}` }
}

/** Spreads a share evenly: of 100 records exactly 7 at 0.07, which chance would not give a small company. */
export function isShared(at: number, share: number): boolean {
  return Math.floor((at + 1) * share + 0.5) > Math.floor(at * share + 0.5)
}

/** Names are unique in a company; QuickBooks refuses a second one. */
export function unique(taken: Map<string, number>, name: string): string {
  const key = name.toLowerCase()
  const times = (taken.get(key) ?? 0) + 1
  taken.set(key, times)
  return times === 1 ? name : `${name} ${times}`
}

function asciiOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase()
}
