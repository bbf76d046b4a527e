#include "policies/trauma_therapy.h"

#include <vector>

#include "policies/course.h"

namespace resettle::trauma_therapy {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "trauma_therapy",
    {
        {{"policies.trauma_therapy.take_up", "per year", "persons with PTSD who take it up", 0, 1},
         effect(&P::take_up).by_line()},
        {{"policies.trauma_therapy.months", "months", "length of a course", 1, 120,
          ParameterKind::integer},
         level(&P::months)},
        {{"policies.trauma_therapy.sessions", "sessions", "sessions of a course", 0, 200},
         level(&P::sessions)},
        borrowed<P>("policies.counselling.session_krw", &P::session_krw),
    },
    OfferedTo::holders);

constexpr Decision kTakesUp{"trauma therapy", 0, "trauma therapy is taken up"};
constexpr Decision kRation{"trauma therapy", 1, "order of the queue for trauma therapy"};

/// Who asks for therapy this month. Clinics give it, so the organisations do not matter.
std::vector<PersonIndex> applicants(const World& world, const P& p) {
  const Persons& people = world.persons;
  std::vector<float> take_up{monthly_take_up(p.coverage, p.take_up)};  // by line
  for (const P& line : p.lines) take_up.push_back(monthly_take_up(line.coverage, line.take_up));
  const auto open = [&people](const P&, std::size_t i) {
    return (people.active[i] != 0) & (people.ptsd[i] != 0) & !people.in_therapy(i);
  };
  return persons_in_lines(world, p, open, [&](std::size_t line, std::size_t i) {
    return world.random.uniform(kTakesUp, people.ticket[i], world.month) < take_up[line];
  });
}

void step(World& world, const P& p) {
  const std::size_t running = continue_courses(world, p, &Persons::therapy_months_left);
  if (!p.is_on(world.month) || p.coverage <= 0.0F) return;
  const CourseTerms terms{
      .months_left = &Persons::therapy_months_left,
      .months = p.months,
      .krw = course_krw(world, p.sessions, p.session_krw),
      .purse = Purse::therapy,
      .line = LedgerLine::trauma_therapy,
      .instrument = CappedInstrument::trauma_therapy,
      .place = Place::trauma_therapy,
  };
  begin_courses(world, terms,
                ration(world, p, Place::trauma_therapy, kRation, applicants(world, p), running));
}

}  // namespace

std::unique_ptr<Process> process() {
  return make_process<P>({"trauma therapy",
                          "Persons with PTSD take up trauma therapy.",
                          "MODEL 16.2; use of services (M11), trials with refugees (M12)",
                          {"active", "ptsd", "pilot_group", kEligibility},
                          {"therapy_months_left", "budgets", "trauma therapies begun"},
                          {kTakesUp, kRation}},
                         kTable, step);
}

}  // namespace resettle::trauma_therapy
