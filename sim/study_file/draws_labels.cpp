#include <algorithm>
#include <numeric>
#include <span>

#include "model/month.h"
#include "study_file/study_labels.h"

namespace resettle {

namespace {

/// A parameter that is drawn, and whose prior it is.
struct DrawnParameter {
  std::string name;  ///< its path; of an arm whose prior is its own "PATH in ARM"
  std::string path;
  const ParameterEntry* entry;
};

using Parameters = std::vector<DrawnParameter>;

/// Those of the reference, then those of which an arm says something else.
Parameters drawn_in(const StudyPlan& plan) {
  Parameters all;
  const auto& reference = plan.arms[plan.reference].scenario.parameters;
  for (const auto& [path, entry] : reference) {
    if (entry.prior) all.push_back({path, path, &entry});
  }
  for (const auto& arm : plan.arms) {
    for (const auto& [path, entry] : arm.scenario.parameters) {
      if (!entry.prior || entry.prior == reference.at(path).prior) continue;
      all.push_back({path + " in " + arm.name, path, &entry});
    }
  }
  return all;
}

template <class TextOf>
std::vector<std::string> texts_of(const Parameters& drawn, TextOf text_of) {
  std::vector<std::string> texts;
  for (const auto& one : drawn) texts.emplace_back(text_of(one, *one.entry->prior));
  return texts;
}

/// What is said of each parameter and its prior.
void add_priors(Group& group, const Parameters& drawn) {
  const auto add_text = [&](const char* name, auto text_of) {
    group.add_text(name, "parameter", texts_of(drawn, text_of));
  };
  const auto add_number = [&](const char* name, const char* label, double Prior::*member) {
    std::vector<double> values;
    for (const auto& one : drawn) values.push_back((*one.entry->prior).*member);
    auto variable = group.add_variable(name, {"parameter"}, Layout{}, 0.0);
    variable.set_attribute("long_name", label);
    variable.write(std::span<const double>(values));
  };
  const auto& catalogue = parameter_catalogue();
  add_text("path", [](auto& one, auto&) { return one.path; });
  add_text("unit", [&](auto& one, auto& prior) {
    if (prior.transform == PriorTransform::scale) return std::string("factor");
    return std::find_if(catalogue.begin(), catalogue.end(),
                        [&](const auto& known) { return known.path == one.path; })
        ->unit;
  });
  add_text("drawn_as", [](auto&, auto& prior) { return name_of(prior.transform); });
  add_text("shape", [](auto&, auto& prior) { return name_of(prior.shape); });
  add_text("status", [](auto& one, auto&) { return one.entry->status; });
  add_text("source", [](auto& one, auto&) { return one.entry->source; });
  add_number("low", "lowest of the prior", &Prior::low);
  add_number("high", "highest of the prior", &Prior::high);
}

}  // namespace

void add_draws(LabelledFile& file, const StudyHead& head) {
  const ParameterDraws& draws = head.plan.draws;
  if (draws.draws == 0) return;
  auto group = file.add_group("draws");
  const Parameters drawn = drawn_in(head.plan);
  std::vector<std::int32_t> numbers(static_cast<std::size_t>(draws.draws) + 1);
  std::iota(numbers.begin(), numbers.end(), 0);
  group.add_coordinate("draw", numbers);
  group.add_coordinate("parameter", texts_of(drawn, [](auto& one, auto&) { return one.name; }));
  add_priors(group, drawn);
  std::vector<double> values;
  for (const int draw : numbers) {
    for (const auto& [name, path, entry] : drawn) {
      values.push_back(draw == 0 ? entry->prior->central : draws.number(path, *entry->prior, draw));
    }
  }
  auto number = group.add_variable("number", {"draw", "parameter"}, Layout{}, 0.0);
  number.set_attribute("long_name",
                       "what is drawn: the value, or by what the values are multiplied "
                       "or raised (drawn_as)");
  number.write(std::span<const double>(values));
}

}  // namespace resettle
