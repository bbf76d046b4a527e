#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "engine/process.h"

namespace resettle::budget_caps {

/// A cap on what one instrument (by number: `CappedInstrument`) spends in a calendar year.
template <std::size_t instrument>
struct Cap {
  Series krw_per_year;  ///< nominal, of the nation; infinity = no cap
  bool by_twelfths = false;
};

template <class Instruments>
struct Caps;
template <std::size_t... instrument>
struct Caps<std::index_sequence<instrument...>> : Cap<instrument>... {};

/// One cap for each instrument that can have one. They are no part of an Offer, because not every
/// instrument can be capped (MODEL 16.2).
using Parameters = Caps<std::make_index_sequence<kCappedInstruments>>;

/// What a cap allows from `january` to `last`, a month of that year; KRW of the nation: a twelfth
/// of the yearly sum for every month in which it holds, so that a cap that begins in July leaves
/// half of it. Infinity if it holds in none of these months.
double allowed_krw(const Series& krw_per_year, Month january, Month last);

/// Opens the capped budgets of the month (step 2, before any instrument offers a place).
std::unique_ptr<Process> process();

}  // namespace resettle::budget_caps
