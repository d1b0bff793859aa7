using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class InboxStatePropertyTests
{
    // Fixed, so that a run is reproducible; change it to try other sequences.
    private const string Seed = "20300101,77";

    private static readonly Gen<List<WorldStep>> Histories =
        (from kind in Gen.Frequency(
            (5, Gen.Constant("arrive")), (2, Gen.Constant("flood")), (1, Gen.Constant("hand over again")), (14, Gen.Constant("report")),
            (12, Gen.Constant("complete")), (3, Gen.Constant("delete due")), (4, Gen.Constant("time")), (1, Gen.Constant("restart")))
         from number in Gen.Choose(0, 1000)
         select new WorldStep(kind, number)).ListOf(150).Select(steps => steps.ToList());

    private static readonly Gen<List<WorldStep>> HistoriesWithStop =
        from before in Histories
        from number in Gen.Choose(0, 1000)
        from after in Histories
        select (List<WorldStep>)[.. before, new WorldStep("stop", 0), .. after.Take(30), new WorldStep("restart", number), .. after];

    [Property(MaxTest = 400, Replay = Seed)]
    public Property Any_order_of_reports_repeats_losses_and_restarts_keeps_each_chats_order_loses_nothing_and_sends_nothing_twice_at_once(
        ) =>
        Prop.ForAll(Histories.ToArbitrary(), Play);

    [Property(MaxTest = 100, Replay = Seed)]
    public Property A_stop_in_the_middle_begins_nothing_new_and_loses_nothing() => Prop.ForAll(HistoriesWithStop.ToArbitrary(), Play);

    private static void Play(List<WorldStep> steps)
    {
        var world = new InboxWorld();
        foreach (var step in steps)
            world.Do(step);
        world.ComeToRest();
    }
}
