#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "io/study_plan.h"
#include "io/translated.h"

namespace resettle {

/// Effects at this scale are those at 1, within 6 % where places are scarce
/// (tests/statistics/test_scale.cpp); what is smaller is a first look.
inline constexpr double kSmallestReported = 0.1;

/// The types in the order of the file.
inline constexpr std::array<const char*, 4> kTypeNames{"integration", "isolation", "acculturation",
                                                       "marginality"};

/// An arm as the study names it.
struct ComparedArm {
  std::string name;
  std::string label;
  Translations labels{};  ///< by language, if the study gives them so
};

/// A payment of the ledger.
struct LedgerLineText {
  std::string name;
  std::string label;  ///< what is paid
  std::string payer;
  std::string payee;
  bool policy_cost = false;  ///< part of the programme cost
};

/// What a study file says about the study itself, before any result.
struct ComparedStudy {
  std::string title;
  std::string intent;
  Translations intents;
  std::string reference;        ///< name of the reference arm
  std::string reference_label;  ///< its readable name
  Translations reference_labels;
  Month start;  ///< first month in the file
  Month policy_start;
  Month end;                          ///< last month in the file
  int replicates = 0;                 ///< that are compared
  int draws = 0;                      ///< of the parameters, of which these are; 0: central values
  std::string draws_from;             ///< kFromPrior or a file
  int replicates_stored = 0;          ///< in the file
  int replicates_of_study = 0;        ///< more than are stored if the file is a part of the study
  std::vector<std::string> changes;   ///< path=value of every --set of the command
  double scale = 1;                   ///< share of arrivals simulated
  double discount_rate = 0;           ///< per year
  double displacement_share = 0;      ///< of jobs gained, which others would have had
  int price_year = 0;                 ///< prices of the cost
  SmallestEffect smallest;            ///< differences below it do not matter
  std::vector<std::string> outcomes;  ///< indicators that the study asks for
  std::vector<ComparedArm> arms;      ///< without the reference, in study order
};

}  // namespace resettle
