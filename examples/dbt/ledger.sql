-- A general ledger without dbt: one row for each debit and credit, in the home currency. Over the views of one company:
--   psql -c 'SET search_path = quickbooks' -f ledger.sql
-- `SET jit = off` first: compiling it takes PostgreSQL longer than reading 50,000 invoices.
-- Debits are above zero, credits below; those of each transaction add up to nothing. What a sale takes from stock is not in
-- it: at what cost, QuickBooks tells nobody but its own reports.
CREATE OR REPLACE VIEW ledger AS
WITH role AS (
  -- What no record says: the accounts that QuickBooks itself chooses, by their kind.
  -- One that is used still, if there is one.
  SELECT min(id) FILTER (WHERE role = 'receivable') AS receivable, min(id) FILTER (WHERE role = 'payable') AS payable,
         min(id) FILTER (WHERE role = 'UndepositedFunds') AS undeposited,
         min(id) FILTER (WHERE role = 'tax') AS sales_tax,
         min(id) FILTER (WHERE role = 'DiscountsRefundsGiven') AS discounts,
         min(id) FILTER (WHERE role = 'ExchangeGainOrLoss') AS exchange
  FROM (
    SELECT DISTINCT ON (role) role, id
    FROM account, LATERAL (
      SELECT CASE WHEN account_type = 'Accounts Receivable' THEN 'receivable'
                  WHEN account_type = 'Accounts Payable' THEN 'payable'
                  WHEN account_sub_type IN ('SalesTaxPayable', 'GlobalTaxPayable') THEN 'tax'
                  ELSE account_sub_type END AS role
    ) AS kind
    WHERE NOT _fivetran_deleted
    ORDER BY role, active DESC NULLS LAST, id
  ) AS chosen
), document AS (
  -- What is sold and bought: the account that owes or pays, the total, the tax; and whether it adds to the account.
  SELECT 'Invoice' AS kind, id, transaction_date, exchange_rate, total_amount - COALESCE(deposit, 0) AS total,
         COALESCE(total_tax, 0) AS tax, 1 AS sign, receivable AS account_id, _fivetran_deleted
  FROM invoice, role
  UNION ALL
  SELECT 'CreditMemo', id, transaction_date, exchange_rate, total_amount, COALESCE(total_tax, 0), -1, receivable,
         _fivetran_deleted
  FROM credit_memo, role
  UNION ALL
  SELECT 'SalesReceipt', id, transaction_date, exchange_rate, total_amount, COALESCE(total_tax, 0), 1,
         COALESCE(deposit_to_account_id, undeposited), _fivetran_deleted
  FROM sales_receipt, role
  UNION ALL
  SELECT 'RefundReceipt', id, transaction_date, exchange_rate, total_amount, COALESCE(total_tax, 0), -1,
         COALESCE(deposit_to_account_id, undeposited), _fivetran_deleted
  FROM refund_receipt, role
  UNION ALL
  SELECT 'Bill', bill.id, transaction_date, exchange_rate, total_amount,
         (SELECT COALESCE(sum(amount), 0) FROM bill_tax_line_detail WHERE bill_id = bill.id), -1,
         COALESCE(payable_account_id, payable), _fivetran_deleted
  FROM bill, role
  UNION ALL
  SELECT 'VendorCredit', id, transaction_date, exchange_rate, total_amount, 0, 1, COALESCE(payable_account_id, payable),
         _fivetran_deleted
  FROM vendor_credit, role
  UNION ALL
  SELECT 'Purchase', id, transaction_date, exchange_rate, total_amount, COALESCE(total_tax, 0),
         CASE WHEN credit THEN 1 ELSE -1 END, account_id, _fivetran_deleted
  FROM purchase, role
), sale_line AS (
  SELECT 'Invoice' AS kind, invoice_id AS id, amount, sales_item_account_id, sales_item_item_id, discount_account_id,
         detail_type = 'DiscountLineDetail' AS is_discount
  FROM invoice_line
  UNION ALL
  SELECT 'Invoice', invoice_id, amount, sales_item_account_id, sales_item_item_id, NULL, false FROM invoice_line_bundle
  UNION ALL
  SELECT 'CreditMemo', credit_memo_id, amount, sales_item_account_id, sales_item_item_id, discount_account_id,
         discount_account_id IS NOT NULL
  FROM credit_memo_line
  UNION ALL
  SELECT 'SalesReceipt', sales_receipt_id, amount, sales_item_account_id, sales_item_item_id, discount_account_id,
         discount_account_id IS NOT NULL
  FROM sales_receipt_line
  UNION ALL
  SELECT 'RefundReceipt', refund_id, amount, sales_item_account_id, sales_item_item_id, discount_account_id,
         discount_account_id IS NOT NULL
  FROM refund_receipt_line
), expense_line AS (
  SELECT 'Bill' AS kind, bill_id AS id, amount, account_expense_account_id, item_expense_item_id FROM bill_line
  UNION ALL
  SELECT 'VendorCredit', vendor_credit_id, amount, account_expense_account_id, item_expense_item_id FROM vendor_credit_line
  UNION ALL
  SELECT 'Purchase', purchase_id, amount, account_expense_account_id, item_expense_item_id FROM purchase_line
), line AS (
  SELECT kind, sale_line.id, CASE WHEN is_discount THEN amount ELSE -amount END AS amount,
         CASE WHEN is_discount THEN COALESCE(discount_account_id, discounts)
              ELSE COALESCE(sales_item_account_id, item.income_account_id) END AS account_id
  FROM sale_line CROSS JOIN role LEFT JOIN item ON item.id = sales_item_item_id
  WHERE is_discount OR COALESCE(sales_item_account_id, sales_item_item_id) IS NOT NULL
  UNION ALL
  SELECT kind, expense_line.id, -amount,
         COALESCE(account_expense_account_id,
                  CASE WHEN item.type = 'Inventory' THEN item.asset_account_id ELSE item.expense_account_id END)
  FROM expense_line LEFT JOIN item ON item.id = item_expense_item_id
), movement AS (
  -- What only moves money, or values, from one account to another.
  SELECT 'Payment' AS kind, id, transaction_date, exchange_rate, total_amount AS amount,
         COALESCE(deposit_to_account_id, undeposited) AS debited, COALESCE(receivable_account_id, receivable) AS credited,
         _fivetran_deleted
  FROM payment, role
  UNION ALL
  SELECT 'BillPayment', id, transaction_date, exchange_rate, total_amount, COALESCE(payable_account_id, payable),
         COALESCE(check_bank_account_id, credit_card_account_id), _fivetran_deleted
  FROM bill_payment, role
  UNION ALL
  SELECT 'Transfer', id, transaction_date, exchange_rate, amount, to_account_id, from_account_id, _fivetran_deleted
  FROM transfer
  UNION ALL
  SELECT 'CreditCardPayment', id, transaction_date, exchange_rate, amount, credit_card_account_id, bank_account_id,
         _fivetran_deleted
  FROM credit_card_payment_txn
), leg AS (
  SELECT kind, id, transaction_date, exchange_rate, account_id, sign * total AS amount
  FROM document WHERE NOT _fivetran_deleted
  UNION ALL
  SELECT 'Invoice', id, transaction_date, exchange_rate, COALESCE(deposit_to_account_id, undeposited), deposit
  FROM invoice, role WHERE NOT _fivetran_deleted
  UNION ALL
  SELECT kind, id, transaction_date, exchange_rate, sales_tax, -sign * tax FROM document, role WHERE NOT _fivetran_deleted
  UNION ALL
  SELECT kind, id, transaction_date, exchange_rate, line.account_id,
         -- A bill's lines are debited while its total is credited, as an invoice's are the other way round.
         document.sign * line.amount
  FROM document JOIN line USING (kind, id) WHERE NOT _fivetran_deleted
  UNION ALL
  SELECT kind, id, transaction_date, exchange_rate, debited, amount FROM movement WHERE NOT _fivetran_deleted
  UNION ALL
  SELECT kind, id, transaction_date, exchange_rate, credited, -amount FROM movement WHERE NOT _fivetran_deleted
  UNION ALL
  SELECT 'Deposit', id, transaction_date, exchange_rate, account_id, total_amount FROM deposit WHERE NOT _fivetran_deleted
  UNION ALL
  SELECT 'Deposit', id, transaction_date, exchange_rate, cash_back_account_id, cash_back_amount
  FROM deposit WHERE NOT _fivetran_deleted
  UNION ALL
  SELECT 'Deposit', deposit.id, transaction_date, exchange_rate, COALESCE(deposit_account_id, undeposited), -amount
  FROM deposit JOIN deposit_line ON deposit_id = deposit.id CROSS JOIN role WHERE NOT _fivetran_deleted
  UNION ALL
  SELECT 'JournalEntry', journal_entry.id, transaction_date, exchange_rate, account_id,
         CASE posting_type WHEN 'Credit' THEN -amount ELSE amount END
  FROM journal_entry JOIN journal_entry_line ON journal_entry_id = journal_entry.id WHERE NOT _fivetran_deleted
), posting AS (
  SELECT kind, id, transaction_date, account_id, round(amount * COALESCE(exchange_rate, 1), 2) AS amount
  FROM leg WHERE amount <> 0
), balanced AS (
  SELECT kind, id, transaction_date, account_id, amount FROM posting
  UNION ALL
  -- What rounding leaves of a foreign currency.
  SELECT kind, id, transaction_date, exchange, -sum(amount)
  FROM posting, role GROUP BY kind, id, transaction_date, exchange
  HAVING abs(sum(amount)) BETWEEN 0.01 AND 0.01 * count(*)
)
SELECT transaction_date, kind, balanced.id AS transaction_id, account_id, account.fully_qualified_name AS account,
       account.classification, account.account_type, amount
FROM balanced LEFT JOIN account ON account.id = account_id;
