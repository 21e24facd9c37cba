/// The list of detectors. One more is one more file and one more line.
enum DetectorCatalog {
  struct Entry: Sendable {
    var group: DetectorGroup
    var detector: any Detector
  }

  static let all: [Entry] = [
    Entry(group: .personal, detector: EmailDetector()),
    Entry(group: .personal, detector: PhoneNumberDetector()),
    Entry(group: .personal, detector: CreditCardDetector()),
    Entry(group: .personal, detector: IBANDetector()),
    Entry(group: .personal, detector: USSocialSecurityNumberDetector()),
    Entry(group: .personal, detector: IPAddressDetector()),
    Entry(group: .secrets, detector: TokenDetector()),
    Entry(group: .secrets, detector: MarkedTokenDetector()),
    Entry(group: .secrets, detector: WebhookDetector()),
    Entry(group: .secrets, detector: JSONWebTokenDetector()),
    Entry(group: .secrets, detector: PrivateKeyDetector()),
    Entry(group: .secrets, detector: AssignedSecretDetector()),
    Entry(group: .secrets, detector: AuthorizationHeaderDetector()),
    Entry(group: .secrets, detector: URLCredentialsDetector()),
    Entry(group: .unicode, detector: InvisibleUnicodeDetector()),
    Entry(group: .promptAttack, detector: PhraseDetector()),
    Entry(group: .promptAttack, detector: ImageExfiltrationDetector()),
  ]
}
