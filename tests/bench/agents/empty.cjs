// In a page: Node's modules that neataptic asks for and does not use there.
module.exports = {};
