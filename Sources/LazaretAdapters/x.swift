internal import AsyncHTTPClient
internal import GRDB
internal import CLibXML2
