//! Operators.

use ruff_python_ast as ast;

use super::super::nodes::{Comparison, Operator, Unary};

pub(super) fn operator(operator: ast::Operator) -> Operator {
    match operator {
        ast::Operator::Add => Operator::Add,
        ast::Operator::Sub => Operator::Sub,
        ast::Operator::Mult => Operator::Mult,
        ast::Operator::Mod => Operator::Mod,
        ast::Operator::BitOr => Operator::BitOr,
        ast::Operator::BitXor => Operator::BitXor,
        ast::Operator::BitAnd => Operator::BitAnd,
        ast::Operator::LShift => Operator::LShift,
        ast::Operator::RShift => Operator::RShift,
        ast::Operator::FloorDiv => Operator::FloorDiv,
        ast::Operator::Div => Operator::Div,
        _ => Operator::Other,
    }
}

pub(super) fn unary(operator: ast::UnaryOp) -> Unary {
    match operator {
        ast::UnaryOp::Not => Unary::Not,
        ast::UnaryOp::USub => Unary::Minus,
        ast::UnaryOp::UAdd => Unary::Plus,
        ast::UnaryOp::Invert => Unary::Invert,
    }
}

pub(super) fn comparison(operator: ast::CmpOp) -> Comparison {
    match operator {
        ast::CmpOp::Eq => Comparison::Eq,
        ast::CmpOp::NotEq => Comparison::NotEq,
        ast::CmpOp::In => Comparison::In,
        ast::CmpOp::NotIn => Comparison::NotIn,
        ast::CmpOp::Is => Comparison::Is,
        ast::CmpOp::IsNot => Comparison::IsNot,
        _ => Comparison::Order,
    }
}
