/** The version of this package, as reports name it. It follows package.json: npm run release:version */
export const programVersion: string = '0.1.0'
