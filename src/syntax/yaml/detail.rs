//! What a parse error is called. Never a word of the text: it may be a secret.

use granit_parser::ErrorKind;

/// The name of an error, without its details.
pub(super) fn of(kind: &ErrorKind) -> &'static str {
    use ErrorKind as E;
    match kind {
        E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping
        | E::UnclosedFlowCollection { .. } => "unclosed flow collection",
        E::MisplacedFlowCollectionEnd | E::MismatchedFlowCollectionEnd { .. } => {
            "misplaced closing bracket"
        }
        E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator => {
            "missing comma or closing bracket"
        }
        E::ExpectedBlockMappingKey => "key expected",
        E::ExpectedBlockSequenceEntry => "list item expected",
        E::SimpleKeyExpected | E::InvalidSimpleKey => "missing colon after a key",
        E::MappingValueNotAllowed | E::MappingKeyNotAllowed | E::InvalidColonPlacement => {
            "mapping not allowed here"
        }
        E::BlockSequenceEntryNotAllowed
        | E::BlockEntryInFlowCollection
        | E::InvalidBlockEntryWhitespace => "list item not allowed here",
        E::InvalidIndentation
        | E::InvalidBlockScalarIndent
        | E::InvalidQuotedScalarIndent
        | E::InvalidFlowScalarIndent => "wrong indentation",
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabAtBlockScalarStart
        | E::TabInIndentation
        | E::TabInPlainScalar => "tab in the indentation",
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => "unclosed quote",
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            "characters after the closing quote"
        }
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => "unknown escape",
        E::UnexpectedCharacter { .. } => "character that cannot start a value",
        E::UnknownAnchor => "unknown anchor",
        E::MissingAnchorOrAliasName => "missing anchor name",
        E::RecursionLimitExceeded => "nesting too deep",
        E::BomInsideDocument => "byte-order mark inside the document",
        E::ZeroBlockScalarIndent | E::InvalidBlockScalarHeader => "wrong block scalar header",
        E::CommentNotSeparated | E::CommentInterceptedScalar => "comment not allowed here",
        E::UndeclaredTagHandle
        | E::ExpectedTagBang
        | E::InvalidGlobalTagCharacter
        | E::InvalidTagTerminator
        | E::UnclosedVerbatimTag
        | E::InvalidTagEscape
        | E::InvalidTagUtf8
        | E::MissingTagUri => "wrong tag",
        E::MissingDocumentEndBeforeDirective
        | E::DuplicateVersionDirective
        | E::UnsupportedYamlMajorVersion
        | E::DuplicateTagDirective
        | E::InvalidDirectiveTerminator
        | E::MissingYamlVersion
        | E::MissingYamlVersionSeparator
        | E::MissingDirectiveName
        | E::InvalidDirectiveName => "wrong directive",
        E::ExpectedDocumentStart | E::InvalidDocumentEnd => "content after the document",
        _ => "unexpected token",
    }
}
