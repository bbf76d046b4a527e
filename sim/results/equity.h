#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "results/arm_source.h"
#include "results/judged.h"

// Who gains and who loses by a policy, and how many subsidised hires it would not have needed.
// Every number is a mean over replicates, arm against reference, persons for the whole population.
// What rests on fewer than kSmallestCell simulated persons is left out (NaN) and noted.

namespace resettle {

class LabelledFile;
struct ComparedStudy;

/// A group of persons, the same ones in the reference and in the arm. Suppressed numbers are NaN.
struct GroupGains {
  std::string group;  ///< "all", a subgroup, "position=1" (poorest tenth) to "position=10"
  Estimate persons;   ///< counted in both worlds since the policy start
  Estimate gaining;   ///< of these, with more months in integration than in the reference
  Estimate losing;
  Estimate months_gained;      ///< by those gaining
  Estimate months_lost;        ///< by those losing, as a positive number
  Estimate months_per_person;  ///< gained less lost, by person of the group
};

/// How unequally gains and losses fall on persons ordered by their income in the reference: -1 (all
/// to the poorest) to 1 (all to the richest); negative = concentrated among the poor.
struct Concentration {
  Estimate gains;   ///< of months gained
  Estimate losses;  ///< of months lost
};

inline constexpr const char* kPerThousand = "per 1000 persons and month";

/// How often persons of a type are of another (or the same) one a month later, from the policy
/// start on.
struct TypeMove {
  std::string outcome = "transitions";
  std::string unit = kPerThousand;
  std::string from;
  std::string to;
  double arm_per_1000 = kAbsent;
  Judged result;  ///< of 1,000 persons of the type `from`, in a month
};

/// An outcome at the end of the study in a part of the population.
struct SubgroupDifference {
  std::string subgroup;
  std::string outcome;
  std::string label;  ///< of the outcome
  std::string unit;
  Judged result;
};

/// Subsidised hires that the reference has as well (MODEL 18; outputs/hires.h says what that
/// means).
struct Deadweight {
  Estimate subsidised_hires;
  Estimate hired_anyway;
  RatioEstimate share;  ///< hired_anyway of subsidised_hires, with Fieller's interval
};

struct ArmEquity {
  std::string arm;
  std::vector<GroupGains> groups;
  Concentration concentration;
  std::vector<TypeMove> transitions;
  std::vector<SubgroupDifference> subgroups;
  std::optional<Deadweight> deadweight;
};

/// A number that is not shown.
struct SuppressedNumber {
  std::string table;  ///< as in the JSON: winners_losers, transitions ...
  std::string cell;   ///< for example "mentoring, position=3, losing"
  std::string reason;
};

struct Equity {
  std::vector<ArmEquity> arms;  ///< without the reference, in study order
  /// Tables that the file does not hold, because an older version has written it.
  std::vector<std::string> not_recorded;
  std::vector<SuppressedNumber> suppressed;
};

/// `study` is described already; `sources` are those of its arms, in their order; `outcomes` are
/// those of the subgroup table. Errors: InputError with file, object and remedy.
Equity equity_of(const std::vector<ArmSource>& sources, const ComparedStudy& study,
                 const std::vector<std::string>& outcomes);

/// Concentration index of amounts that fall on groups of persons ordered from poor to rich; 0 =
/// equal amounts a person. NaN if nothing falls on anybody. Grouped data, so inequality within a
/// group is not seen: C = sum over t of (p[t] L[t+1] - p[t+1] L[t]), with p and L the cumulative
/// shares of persons and of amounts.
/// Source: Fuller and Lury 1977, Statistics Workbook for Social Science Students; Kakwani, Wagstaff
/// and van Doorslaer 1997, Journal of Econometrics 77(1), 87-103; O'Donnell et al. 2008, Analyzing
/// Health Equity Using Household Survey Data, World Bank, chapter 8.
double concentration_index(const std::vector<double>& persons, const std::vector<double>& amounts);

}  // namespace resettle
