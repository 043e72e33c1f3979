/** Pages of machines in front of the API, which know nothing of JSON. */

export const nginxBadGateway: string =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n' +
  '<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n'

export const nginxUriTooLong: string =
  '<html>\r\n<head><title>414 Request-URI Too Large</title></head>\r\n<body>\r\n' +
  '<center><h1>414 Request-URI Too Large</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n'

/** DotNET-SDK#29: the maintenance page, with 503 and with 200. */
export const maintenance: string =
  "<!DOCTYPE html><html><head><title>We'll be back soon</title></head><body><h1>We'll be back soon!</h1>" +
  '<p>QuickBooks is down for maintenance. Please try again later.</p></body></html>'

export const noDestination: string =
  '<html><head><title>Error 400</title></head><body><h2>HTTP ERROR: 400</h2>' +
  '<p>message=No destination found for given partition key; errorCode=007001; statusCode=400</p></body></html>'
