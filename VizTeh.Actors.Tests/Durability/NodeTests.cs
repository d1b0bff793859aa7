using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.Durability;
using VizTeh.Actors.Sandbox.Network;

namespace VizTeh.Actors.Tests.Durability;

/// <summary>
/// Three nodes as one bot, as real processes in a network of their own, while people use it: whatever happens to one of them, the others go
/// on, nothing is lost, nothing is doubled, and everyone gets an answer.
/// </summary>
[Collection(NodeRuns.Name)]
public sealed class NodeTests(DurabilityFixture fixture)
{
    [NodeFact]
    public Task A_killed_node_is_taken_over_from_and_comes_back() => HoldsAsync(
        21, new(NodeTroubleKind.Kill), new(NodeTroubleKind.Kill, OfOldest: false));

    [NodeFact]
    public Task A_node_that_is_stopped_hands_over() => HoldsAsync(
        22, new(NodeTroubleKind.Stop), new(NodeTroubleKind.Stop, OfOldest: false));

    [NodeFact]
    public Task A_halted_node_that_wakes_up_disturbs_nobody() => HoldsAsync(23, new NodeTrouble(NodeTroubleKind.Freeze));

    [NodeFact]
    public Task A_node_that_the_others_do_not_reach_gives_way_to_them() => HoldsAsync(
        24, new(NodeTroubleKind.CutFromOthers), new(NodeTroubleKind.CutFromOthers, OfOldest: false));

    [NodeFact]
    public Task A_node_that_does_not_reach_PostgreSQL_gives_way_to_the_others() => HoldsAsync(
        25, new(NodeTroubleKind.CutFromDatabase), new(NodeTroubleKind.CutFromBoth));

    [NodeFact]
    public Task A_machine_that_vanishes_leaves_nothing_behind_that_others_wait_for() => HoldsAsync(
        26, new(NodeTroubleKind.CutFromAll), new(NodeTroubleKind.CutFromBoth, OfOldest: false));

    [NodeFact]
    public Task All_nodes_are_restarted_one_after_another_while_people_go_on() => HoldsAsync(
        27, new NodeTrouble(NodeTroubleKind.RestartOfAll));

    [NodeFact]
    public Task When_PostgreSQL_was_away_or_has_ended_sessions_all_nodes_go_on() => HoldsAsync(
        28, new(NodeTroubleKind.DatabaseAway), new(NodeTroubleKind.SessionsEnded), new(NodeTroubleKind.SessionsEnded, OfOldest: false));

    [NodeFact(SetsClocks = true)]
    public Task Nodes_whose_clocks_are_minutes_apart_work_as_one() => HoldsAsync(29, new NodeTrouble(NodeTroubleKind.ClocksApart));

    private async Task HoldsAsync(int seed, params NodeTrouble[] troubles)
    {
        var verdict = await fixture.RunAsync(new ChaosOptions
        {
            Seed = seed,
            Clients = 12,
            // How long people wait is judged from the command line, of the published program: here it is the machine's matter.
            Nodes = new NodeOptions { Troubles = troubles, JudgesWaits = false },
            MostThought = TimeSpan.FromMilliseconds(500),
        });

        DurabilityFixture.AssertHolds(verdict);
    }
}

/// <summary>Runs of several nodes, which take the whole machine: alone, after the tests that run side by side.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NodeRuns : ICollectionFixture<DurabilityFixture>
{
    public const string Name = "NodeRuns";
}

/// <summary>
/// A run of several nodes, which takes a minute or two; skipped, with the reason in the results, on a machine that cannot have them, and
/// unless TEST_NODES is set: how soon a Debug build of three nodes works again is a matter of the machine's other load.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    private const string Variable = "TEST_NODES";

    public NodeFactAttribute() => Skip = NodeNetwork.Obstacle
        ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } ? null : $"set {Variable} to run it");

    /// <summary>Whether the clocks of nodes are set, which needs libfaketime.</summary>
    public bool SetsClocks
    {
        get;
        set
        {
            field = value;
            if (value && !BotClock.IsAvailable)
                Skip ??= "not on this machine: libfaketime (package faketime)";
        }
    }
}
