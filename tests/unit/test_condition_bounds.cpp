#include "io/condition_bounds.h"

#include <catch2/catch.hpp>

#include "io/condition_reader.h"
#include "io/yaml.h"

// Whether anybody could meet a condition.

namespace {

using namespace resettle;

Condition read(const std::string& yaml) {
  ProblemList problems;
  const auto node = parse_yaml_value(yaml, "test", "eligible", problems);
  problems.throw_if_any();
  const auto condition = read_condition(*node, "trauma_therapy", problems);
  problems.throw_if_any();
  return *condition;
}

Inputs two_localities() {
  Inputs inputs;
  inputs.localities = {{"Seoul", true, 0.5}, {"Busan", false, 0.5}};
  return inputs;
}

bool met(const std::string& yaml, const TraitBounds& bounds = {}) {
  return can_be_met(read(yaml), two_localities(), bounds);
}

TEST_CASE("a condition that excludes itself cannot be met") {
  for (const char* yaml :
       {"{all: [{age: to 30}, {age: 40+}]}", "{sex: man, not: {sex: man}}",
        "{age: 20-40, not: {any: [{age: to 30}, {age: 31-50}]}}",
        "{region: other, locality: Seoul}", "{not: {any: [{sex: man}, {sex: woman}]}}",
        "{all: [{partner: true}, {not: {partner: true}}]}",
        "{any: [{all: [{age: 20}, {age: 21}]}, {poor: true, not: {poor: true}}]}",
        "{arrival: 2010-01+, not: {arrival: 2005-01+}}"}) {
    INFO(yaml);
    CHECK_FALSE(met(yaml));
  }
}

TEST_CASE("any other condition can") {
  for (const char* yaml :
       {"everybody", "{age: 40+}", "{all: [{age: to 40}, {age: 40+}]}",
        "{any: [{sex: man}, {sex: woman}]}", "{not: {all: [{sex: man}, {age: 40+}]}}",
        "{region: capital, locality: [Seoul, Busan]}", "{not: {locality: Seoul}}",
        "{age: [20-30, 50+], not: {age: 20-30}}", "{arrival: 2010-01+, not: {arrival: 2011-01+}}",
        "{not: {not: {poor: true}}}", "{work: [training, regular], not: {work: regular}}"}) {
    INFO(yaml);
    CHECK(met(yaml));
  }
}

TEST_CASE("what the traits may be counts as well") {
  const TraitBounds early{{find_trait("months_since_exit"), {{0, 11}}}};
  CHECK_FALSE(met("{months_since_exit: 12+}", early));
  CHECK(met("{months_since_exit: 11+}", early));
  CHECK(met("{not: {months_since_exit: to 10}}", early));
  CHECK_FALSE(met("{not: {months_since_exit: to 11}}", early));
  CHECK(met("{any: [{months_since_exit: 12+}, {poor: true}]}", early));
  CHECK_FALSE(met("{any: [{months_since_exit: 12+}, {poor: true}], poor: false}", early));
}

}  // namespace
