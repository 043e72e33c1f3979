import type { EntityName } from 'qbo-client'

/** What Spanish calls a record of an entity, and several of them, in the middle of a sentence. */
export const spanishEntities: Readonly<Record<EntityName, readonly [one: string, many: string]>> = {
  Account: ['cuenta contable', 'cuentas contables'],
  Attachable: ['archivo adjunto', 'archivos adjuntos'],
  Bill: ['factura de proveedor', 'facturas de proveedores'],
  BillPayment: ['pago a proveedor', 'pagos a proveedores'],
  Budget: ['presupuesto', 'presupuestos'],
  Class: ['clase', 'clases'],
  CompanyCurrency: ['moneda de la empresa', 'monedas de la empresa'],
  CompanyInfo: ['ficha de la empresa', 'ficha de la empresa'],
  CreditCardPayment: ['pago de tarjeta de crédito', 'pagos de tarjetas de crédito'],
  CreditMemo: ['nota de crédito', 'notas de crédito'],
  Customer: ['cliente', 'clientes'],
  CustomerType: ['tipo de cliente', 'tipos de cliente'],
  Department: ['sucursal', 'sucursales'],
  Deposit: ['depósito', 'depósitos'],
  Employee: ['empleado', 'empleados'],
  Estimate: ['estimado', 'estimados'],
  ExchangeRate: ['tipo de cambio', 'tipos de cambio'],
  InventoryAdjustment: ['ajuste de inventario', 'ajustes de inventario'],
  Invoice: ['factura', 'facturas'],
  Item: ['artículo', 'artículos'],
  JournalCode: ['código de diario', 'códigos de diario'],
  JournalEntry: ['asiento de diario', 'asientos de diario'],
  Payment: ['pago de cliente', 'pagos de clientes'],
  PaymentMethod: ['forma de pago', 'formas de pago'],
  Preferences: ['preferencias de la empresa', 'preferencias de la empresa'],
  Purchase: ['gasto', 'gastos'],
  PurchaseOrder: ['orden de compra', 'órdenes de compra'],
  RecurringTransaction: ['transacción recurrente', 'transacciones recurrentes'],
  RefundReceipt: ['recibo de reembolso', 'recibos de reembolso'],
  ReimburseCharge: ['cargo reembolsable', 'cargos reembolsables'],
  SalesReceipt: ['recibo de venta', 'recibos de venta'],
  TaxAgency: ['agencia tributaria', 'agencias tributarias'],
  TaxClassification: ['clasificación tributaria', 'clasificaciones tributarias'],
  TaxCode: ['código de impuesto', 'códigos de impuesto'],
  TaxPayment: ['pago de impuestos', 'pagos de impuestos'],
  TaxRate: ['tasa de impuesto', 'tasas de impuesto'],
  Term: ['condición de pago', 'condiciones de pago'],
  TimeActivity: ['actividad de tiempo', 'actividades de tiempo'],
  Transfer: ['transferencia', 'transferencias'],
  Vendor: ['proveedor', 'proveedores'],
  VendorCredit: ['crédito de proveedor', 'créditos de proveedores'],
}

/** What Spanish calls each entity, one of it and several. */
export const spanishEntityNames: ReadonlyMap<string, EntityName> = new Map(
  Object.entries(spanishEntities).flatMap(([name, nouns]) =>
    nouns.map((noun) => [noun, name as EntityName] as const),
  ),
)

/** As it begins the cell of a table: `Recibos de venta`. One that is not known is called by its own name. */
export function spanishTitle(entity: string): string {
  if (!Object.hasOwn(spanishEntities, entity)) return entity
  const [, many] = spanishEntities[entity as EntityName]
  return many.charAt(0).toUpperCase() + many.slice(1)
}
