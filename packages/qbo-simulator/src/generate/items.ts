import { formatPacific } from '../time/pacific.js'
import type { RecordText } from '../table/entity-table.js'
import { isShared, unique, type ListOptions } from './customers.js'
import { buildListMoments } from './list-moments.js'
import { formatCents } from './money.js'
import { recordRandom } from './record-random.js'
import { goods, qualities, services } from './words.js'

/** What an invoice line says of its item, as JSON, and its price. */
export interface ItemParts {
  readonly text: RecordText
  readonly unitCents: number
  /** What one of it costs to buy. */
  readonly costCents: number
  readonly isStocked: boolean
  readonly isTaxable: boolean
  readonly description: string
  /** `"ItemRef":{…}`. */
  readonly reference: string
  /** `"ItemAccountRef":{…}`. */
  readonly account: string
}

export interface ItemOptions extends ListOptions {
  /** Whether the company keeps books, and items name the accounts of their cost. */
  readonly hasBooks: boolean
  readonly keepsStock: boolean
}

/** The items, oldest first: services, and goods of which some are kept in stock. */
export function generateItems(options: ItemOptions): ItemParts[] {
  const names = new Map<string, number>()
  return buildListMoments(options.count, options.seed + 23, options).map(({ createdMs, updatedMs }, at) => {
    const random = recordRandom(options.seed, 'Item', at)
    const isService = random.chance(0.5)
    const plain = `${random.pick(qualities)} ${random.pick(isService ? services : goods)}`
    const isActive = !isShared(at, options.inactiveShare)
    const name = unique(names, isActive ? plain : `${plain} (deleted)`)
    const isStocked = !isService && random.chance(0.6) && options.keepsStock
    const type = isService ? 'Service' : isStocked ? 'Inventory' : 'NonInventory'
    const unitCents = random.integer(4, 400) * random.pick([25, 50, 100, 199])
    const id = String(at + 1)
    const stock = isStocked ? `,"QtyOnHand":${random.integer(0, 400)},"InvStartDate":"2021-06-01"` : ''
    const costCents = Math.floor(unitCents / 2)
    const accounts = options.hasBooks ? costAccounts(isStocked) : ''
    const text =
      `{"Name":${JSON.stringify(name)},"Description":${JSON.stringify(`${plain}, per unit`)},"Active":${isActive}` +
      `,"FullyQualifiedName":${JSON.stringify(name)},"Taxable":${!isService},"UnitPrice":${formatCents(unitCents)}` +
      `,"Type":"${type}","IncomeAccountRef":{"value":"79","name":"Sales of Product Income"}` +
      `,"PurchaseCost":${formatCents(costCents)}${accounts},"TrackQtyOnHand":${isStocked}${stock}` +
      `,"domain":"QBO","sparse":false,"Id":"${id}","SyncToken":"${updatedMs > createdMs ? 1 : 0}"` +
      `,"MetaData":{"CreateTime":"${formatPacific(createdMs)}","LastUpdatedTime":"${formatPacific(updatedMs)}"}}`
    return {
      text: {
        text,
        values: {
          id,
          'metadata.createtime': Math.floor(createdMs / 1000),
          'metadata.lastupdatedtime': Math.floor(updatedMs / 1000),
          active: isActive,
          name: name.toLowerCase(),
        },
      },
      unitCents,
      costCents,
      isStocked,
      isTaxable: !isService,
      description: JSON.stringify(`${plain}, per unit`),
      reference: `"ItemRef":${JSON.stringify({ value: id, name })}`,
      account: '"ItemAccountRef":{"value":"79","name":"Sales of Product Income"}',
    }
  })
}

/** Goods in stock are an asset until they are sold; what is not kept in stock costs when it is bought. */
function costAccounts(isStocked: boolean): string {
  const cost = ',"ExpenseAccountRef":{"value":"80","name":"Cost of Goods Sold"}'
  return isStocked ? `${cost},"AssetAccountRef":{"value":"81","name":"Inventory Asset"}` : cost
}
