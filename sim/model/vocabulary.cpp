#include "model/vocabulary.h"

#include "outputs/indicators.h"
#include "outputs/subgroups.h"
#include "population/persons.h"

namespace resettle {

StudyVocabulary study_vocabulary() {
  StudyVocabulary vocabulary;
  for (const auto& indicator : indicators()) {
    vocabulary.indicators.emplace_back(indicator.name);
  }
  vocabulary.indicators.insert(vocabulary.indicators.end(), {"deaths", "departures"});
  vocabulary.horizon_outcomes = {"integrated_person_months", "employed_person_months",
                                 "employed_person_months_net", "months_out_of_marginality",
                                 "distress_years"};
  for (const auto& attribute : subgroup_attributes()) {
    vocabulary.subgroups.emplace_back(attribute.name);
    vocabulary.subgroup_sizes.push_back(attribute.labels.size());
  }
  for (const auto& column : person_dictionary()) {
    const bool is_list = std::visit(
        [](auto member) {
          using Value = typename std::remove_cvref_t<decltype(Persons{}.*member)>::value_type;
          return !(std::is_arithmetic_v<Value> || std::is_enum_v<Value>);
        },
        column.member);
    if (!is_list) vocabulary.person_columns.emplace_back(column.name);
  }
  return vocabulary;
}

}  // namespace resettle
