//! What a parse error is called. Never a word of the text: it may be a secret.

use granit_parser::ErrorKind;

/// The sentence about a tab.
pub(super) const TAB: &str = "yaml.tab-in-the-indentation";

/// The name of an error, without its details.
pub(super) fn of(kind: &ErrorKind) -> &'static str {
    use ErrorKind as E;
    match kind {
        E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping
        | E::UnclosedFlowCollection { .. } => "yaml.unclosed-flow-collection",
        E::MisplacedFlowCollectionEnd | E::MismatchedFlowCollectionEnd { .. } => {
            "yaml.misplaced-closing-bracket"
        }
        E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator => {
            "yaml.missing-comma-or-closing-bracket"
        }
        E::ExpectedBlockMappingKey => "yaml.key-expected",
        E::ExpectedBlockSequenceEntry => "yaml.list-item-expected",
        E::SimpleKeyExpected | E::InvalidSimpleKey => "yaml.missing-colon-after-a-key",
        E::MappingValueNotAllowed | E::MappingKeyNotAllowed | E::InvalidColonPlacement => {
            "yaml.mapping-not-allowed-here"
        }
        E::BlockSequenceEntryNotAllowed
        | E::BlockEntryInFlowCollection
        | E::InvalidBlockEntryWhitespace => "yaml.list-item-not-allowed-here",
        E::InvalidIndentation
        | E::InvalidBlockScalarIndent
        | E::InvalidQuotedScalarIndent
        | E::InvalidFlowScalarIndent => "yaml.wrong-indentation",
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabAtBlockScalarStart
        | E::TabInIndentation
        | E::TabInPlainScalar => TAB,
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => "yaml.unclosed-quote",
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            "yaml.characters-after-the-closing-quote"
        }
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => "yaml.unknown-escape",
        E::UnexpectedCharacter { .. } => "yaml.character-that-cannot-start-a-value",
        E::UnknownAnchor => "yaml.unknown-anchor",
        E::MissingAnchorOrAliasName => "yaml.missing-anchor-name",
        E::RecursionLimitExceeded => "yaml.nesting-too-deep",
        E::BomInsideDocument => "yaml.byte-order-mark-inside-the-document",
        E::ZeroBlockScalarIndent | E::InvalidBlockScalarHeader => "yaml.wrong-block-scalar-header",
        E::CommentNotSeparated | E::CommentInterceptedScalar => "yaml.comment-not-allowed-here",
        E::UndeclaredTagHandle
        | E::ExpectedTagBang
        | E::InvalidGlobalTagCharacter
        | E::InvalidTagTerminator
        | E::UnclosedVerbatimTag
        | E::InvalidTagEscape
        | E::InvalidTagUtf8
        | E::MissingTagUri => "yaml.wrong-tag",
        E::MissingDocumentEndBeforeDirective
        | E::DuplicateVersionDirective
        | E::UnsupportedYamlMajorVersion
        | E::DuplicateTagDirective
        | E::InvalidDirectiveTerminator
        | E::MissingYamlVersion
        | E::MissingYamlVersionSeparator
        | E::MissingDirectiveName
        | E::InvalidDirectiveName => "yaml.wrong-directive",
        E::ExpectedDocumentStart | E::InvalidDocumentEnd => "yaml.content-after-the-document",
        _ => "yaml.unexpected-token",
    }
}
