import LazaretCore
import Testing

@testable import LazaretAdapters

struct LassoLabelTests {
  @Test(
    arguments: [
      ("pattern-detection", "Email Address", "<EMAIL_ADDRESS>", "pii/email"),
      ("pattern-detection", nil, "<EMAIL>", "pii/email"),
      ("pii", "Phone Number", nil, "pii/phone_number"),
      ("pattern-detection", "IBAN", "<IBAN_CODE>", "pii/iban_code"),
      ("pattern-detection", nil, "<SSN>", "pii/us_social_security_number"),
      ("pattern-detection", "Something New", "<CREDIT_CARD>", "pii/credit_card"),
      ("pattern-detection", "IP Address", "<IP_ADDRESS>", "pii/ip_address"),
      ("pattern-detection", "AWS Access Key", "<SECRET>", "secret/aws_access_key"),
      ("pattern-detection", nil, "<SECRET>", "secret/secret"),
      ("pattern-detection", "GitHub token", nil, "secret/github_token"),
      ("pattern-detection", "Monkey", "<ANIMAL>", "lasso/pattern-detection/monkey"),
      ("pattern-detection", nil, nil, "lasso/pattern-detection"),
      ("jailbreak", "pi", nil, "prompt_attack"), ("Jailbreak", nil, nil, "prompt_attack"),
      ("sexual", "Sexual", nil, "moderated_content/sexual"), ("hate", nil, nil, "moderated_content/hate"),
      ("violence", nil, nil, "moderated_content/violence"),
      ("illegality", "Illegality", nil, "moderated_content/illegality"), ("codetect", "Python", nil, "code"),
      ("custom-policies", "No Legal Advice!", nil, "custom/no_legal_advice"),
      ("custom-policies", nil, nil, "custom"), ("new-deputy", "A  b-C", nil, "lasso/new-deputy/a_b_c"),
      ("new-deputy", "---", nil, "lasso/new-deputy"),
    ] as [(String, String?, String?, String)])
  func `a finding gets the label that policies know`(
    deputy: String, name: String?, mask: String?, label: String
  ) {
    #expect(LassoClassifier.label(deputy: deputy, name: name, mask: mask).rawValue == label)
  }

  @Test func `a name that is as long as a text is no name`() {
    let label = LassoClassifier.label(
      deputy: "x", name: String(repeating: "long ", count: 100), mask: nil)
    #expect(label == "lasso/x")
  }
}
