#include "results/tell.h"

// Persons whose type differs because of the policy.

namespace resettle {

namespace {

Table type_changes(const Comparison& comparison) {
  Table table{
      "type_changes",
      "types",
      "Persons whose type at " + to_string(comparison.study.end) + " differs because of the policy",
      "The same persons in both arms, those counted in both; mean over replicates.",
      {key("arm"), key("change"), estimates("persons", "persons")},
      {.blocks = "arm"}};
  for (const auto& arm : comparison.arms) {
    for (const auto& one : arm.changes.counts) {
      table.add({arm.name, std::string(one.name), estimate_cell(one.persons)});
    }
  }
  return table;
}

Table type_table(const Comparison& comparison) {
  Table table{"type_table",
              "types",
              "Type in the reference and in the arm",
              "The same persons at the end of the study.",
              {key("arm"), key("reference_type"), key("arm_type"), estimates("persons", "persons")},
              {.blocks = "arm"}};
  for (const auto& arm : comparison.arms) {
    for (std::size_t row = 0; row < kTypeNames.size(); ++row) {
      for (std::size_t column = 0; column < kTypeNames.size(); ++column) {
        table.add({arm.name, std::string(kTypeNames[row]), std::string(kTypeNames[column]),
                   estimate_cell(arm.changes.table[row][column])});
      }
    }
  }
  return table;
}

}  // namespace

std::vector<Table> tell_types(const Comparison& comparison) {
  return {type_changes(comparison), type_table(comparison)};
}

}  // namespace resettle
