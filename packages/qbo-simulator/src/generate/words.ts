/** What names, places and notes of a generated company are made of. Invented; none is of a real customer. */

// prettier-ignore
export const givenNames: readonly string[] = [
  'Ada', 'Bruno', 'Chloé', 'Daniela', 'Emeka', 'Farah', 'Gustavo', 'Hana', 'Ingrid', 'Joaquín',
  'Kwame', 'Lucía', 'Mateo', 'Nadia', 'Omar', 'Priya', 'Quentin', 'Rosa', 'Sanjay', 'Teresa',
  'Ursula', 'Víctor', 'Wendy', 'Ximena', 'Yusuf', 'Zoë', 'Alba', 'Benjamín', 'Carmen', 'Dmitri',
]

// prettier-ignore
export const familyNames: readonly string[] = [
  'Almeida', 'Brandt', "O'Connell", 'Delgado', 'Eriksen', 'Fontaine', 'Guerrero', 'Hoffmann', 'Ibarra', 'Jansen',
  'Kovač', 'Lindqvist', 'Moreau', 'Núñez', 'Okafor', 'Pereira', 'Quispe', 'Rossi', 'Salazar', 'Tanaka',
  'Ueda', 'Vásquez', 'Weber', 'Xu', 'Yılmaz', 'Zamora', 'Abbott', 'Bianchi', 'Castillo', "D'Angelo",
]

// prettier-ignore
export const tradeNames: readonly string[] = [
  'Harbour', 'Cedar', 'Summit', 'Blue Heron', 'Copper', 'Granite', 'Juniper', 'Lantern', 'Meadow', 'Northgate',
  'Orchard', 'Pacific', 'Quarry', 'Redwood', 'Saltwater', 'Tidewater', 'Umber', 'Valley', 'Willow', 'Yellowtail',
]

// prettier-ignore
export const trades: readonly string[] = [
  'Bakery', 'Builders', 'Catering', 'Clinic', 'Coffee Roasters', 'Dental', 'Design Studio', 'Electric', 'Farms',
  'Fitness', 'Freight', 'Garage', 'Hardware', 'Hotel', 'Imports', 'Landscaping', 'Law Group', 'Marine', 'Music',
  'Nursery', 'Optics', 'Paper & Print', 'Pharmacy', 'Plumbing', 'Pottery', 'Realty', 'Robotics', 'School', 'Textiles',
]

// prettier-ignore
export const legalForms: readonly string[] = ['Inc.', 'LLC', 'Ltd', '& Sons', 'Co.', 'S.A.', 'GmbH', 'Partners']

// prettier-ignore
export const streets: readonly string[] = [
  'Alder St.', 'Bay View Ave.', 'Canyon Rd.', 'Dockside Ln.', 'Elm Ct.', 'Foothill Blvd.', 'Grove St.', 'Hill Dr.',
]

// prettier-ignore
export const cities: readonly (readonly [string, string, string])[] = [
  ['Alameda', 'CA', '94501'], ['Bend', 'OR', '97701'], ['Carson City', 'NV', '89701'], ['Davis', 'CA', '95616'],
  ['Eureka', 'CA', '95501'], ['Flagstaff', 'AZ', '86001'], ['Gilroy', 'CA', '95020'], ['Hood River', 'OR', '97031'],
  ['Olympia', 'WA', '98501'], ['Petaluma', 'CA', '94952'], ['San José', 'CA', '95112'], ['Tacoma', 'WA', '98402'],
]

// prettier-ignore
export const goods: readonly string[] = [
  'Bracket', 'Cable', 'Drip Line', 'Fence Panel', 'Gate', 'Hose', 'Irrigation Valve', 'Lamp', 'Mulch', 'Nozzle',
  'Paver', 'Planter', 'Pump', 'Sensor', 'Soil', 'Sprinkler', 'Stone', 'Timer', 'Trellis', 'Wheelbarrow',
]

// prettier-ignore
export const services: readonly string[] = [
  'Assembly', 'Audit', 'Cleaning', 'Consulting', 'Delivery', 'Design', 'Inspection', 'Installation', 'Maintenance',
  'Monitoring', 'Repair', 'Site Visit', 'Support', 'Survey', 'Training', 'Trimming',
]

// prettier-ignore
export const qualities: readonly string[] = [
  'Standard', 'Premium', 'Compact', 'Heavy-Duty', 'Outdoor', 'Indoor', 'Solar', 'Refurbished', 'Annual', 'Weekly',
  'On-Site', 'Remote', 'Emergency', 'Seasonal', '½" Brass', '3/4" Steel',
]

// prettier-ignore
export const memos: readonly string[] = [
  'Thank you for your business and have a great day!',
  'Payment is due within the term shown above.',
  'It was a pleasure to work with you.',
  'Gracias por su compra. ¡Hasta pronto!',
]

/** Text that has broken somebody's extractor: quotes, escapes, line ends, and characters of every width. */
// prettier-ignore
export const oddNotes: readonly string[] = [
  'Customer said: "leave it at the door" — it\'s open until 6',
  'Path on their share: C:\\invoices\\2024\\new',
  'Entregado en la bodega nº 3, señor Muñoz 📦🚚',
  'Line one\nLine two\tand a tab',
  '请在周五之前送货 🎉',
  'Already escaped: \\u0000 is six characters here',
  'Rabatt 5 % gewährt – siehe Anhang „Angebot“',
  '👩‍🌾🌱 Spring planting, second visit',
  'לקוח חדש · عميل جديد',
  '<b>not bold</b> & not an entity; {"not":"json"}',
]
