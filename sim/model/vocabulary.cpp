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
    if (column.name != "children" && column.name != "distress_year")
      vocabulary.person_columns.emplace_back(column.name);
  }
  return vocabulary;
}

}  // namespace resettle
