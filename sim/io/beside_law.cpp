#include "io/beside_law.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "io/show_value.h"

namespace resettle {
namespace {

/// Months in a row in which both values stand, and which of them is the larger.
struct Stretch {
  Month from;
  int sign;                           ///< 1: higher than the law's, -1: lower, 0: the same
  double value, law_value;            ///< in the first month
  double last_value, last_law_value;  ///< in the last month
  bool changes = false;               ///< whether these differ within it
};

int sign_of(double difference) { return (difference > 0) - (difference < 0); }

/// Whether one value can be higher, or later, than another.
bool has_order(const ParameterSpec& spec) {
  return spec.kind != ParameterKind::flag && spec.kind != ParameterKind::condition;
}

/// Values without an order that differ begin a new stretch whenever one of them changes.
std::vector<Stretch> stretches_of(const Series& value, const Series& law, MonthSpan span,
                                  bool ordered) {
  std::set<Month> months{span.from};
  for (const auto* series : {&value, &law}) {
    for (const auto& step : series->steps()) {
      if (span.from < step.first && step.first <= span.to) months.insert(step.first);
    }
  }
  std::vector<Stretch> found;
  for (const auto month : months) {
    const double one = value.at(month);
    const double other = law.at(month);
    const int sign = one == other ? 0 : sign_of(one - other);
    const bool changes =
        found.empty() || found.back().sign != sign ||
        (!ordered && sign != 0 && (one != found.back().value || other != found.back().law_value));
    if (changes) {
      found.push_back({month, sign, one, other, one, other});
      continue;
    }
    Stretch& last = found.back();
    last.changes = last.changes || one != last.value || other != last.law_value;
    last.last_value = one;
    last.last_law_value = other;
  }
  return found;
}

std::string word_of(ParameterKind kind, int sign) {
  if (kind == ParameterKind::month) return sign > 0 ? "later" : "earlier";
  return sign > 0 ? "higher" : "lower";
}

std::string text_of(const ParameterSpec& spec, const Stretch& stretch, const std::string& law) {
  const auto show = [&](double value) { return show_number(spec, value); };
  if (stretch.sign == 0) {
    return stretch.changes ? fmt::format("as {}", law)
                           : fmt::format("{}, as {}", show(stretch.value), law);
  }
  if (!has_order(spec)) {
    return fmt::format("{}, {} has {}", show(stretch.value), law, show(stretch.law_value));
  }
  const auto word = word_of(spec.kind, stretch.sign);
  const bool no_limit = spec.kind == ParameterKind::capacity && std::isinf(stretch.law_value);
  if (!stretch.changes && no_limit) {
    return fmt::format("{}, where {} has no limit", show(stretch.value), law);
  }
  if (!stretch.changes) {
    return fmt::format("{}, {} than {}", show(stretch.value), word, show(stretch.law_value));
  }
  return fmt::format("{}: first {} for {}, last {} for {}", word, show(stretch.value),
                     show(stretch.law_value), show(stretch.last_value),
                     show(stretch.last_law_value));
}

std::string months_text(const std::vector<Stretch>& all, std::size_t i) {
  if (i + 1 == all.size()) return fmt::format("from {} ", to_string(all[i].from));
  const Month last = all[i + 1].from - 1;
  if (i == 0) return fmt::format("to {} ", to_string(last));
  return fmt::format("{} to {} ", to_string(all[i].from), to_string(last));
}

}  // namespace

std::string called(const Scenario& base) { return base.files.size() > 1 ? base.name : "the law"; }

std::optional<BesideLaw> beside_law(const ParameterSpec& spec, const Series& value,
                                    const Series& law_value, MonthSpan span,
                                    const std::string& law) {
  const auto all = stretches_of(value, law_value, span, has_order(spec));
  if (all.size() == 1 && all.front().sign == 0) return {};
  BesideLaw found;
  bool lower = false;
  bool not_lower = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    lower = lower || all[i].sign < 0;
    not_lower = not_lower || all[i].sign >= 0;
    if (i > 0) found.text += "; ";
    if (all.size() > 1) found.text += months_text(all, i);
    found.text += text_of(spec, all[i], law);
    // Nobody knows what is compared with before it was said once.
    const bool untold = all[i].sign != 0 && has_order(spec);
    const bool said = found.text.find(law) != std::string::npos;
    if (i == 0 && untold && !said) found.text += fmt::format(" ({})", law);
  }
  const auto& steps = value.steps();
  const bool constant = std::none_of(steps.begin(), steps.end(), [&](const auto& step) {
    return span.from < step.first && step.first <= span.to;
  });
  const bool amount = has_order(spec) && spec.kind != ParameterKind::month;
  const bool something = value.at(span.from) != 0;  // a 0 is meant to switch it off
  found.mixed = amount && constant && something && lower && not_lower;
  return found;
}

}  // namespace resettle
