using System.Reflection;
using System.Reflection.Emit;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Architecture;

/// <summary>Who changes a room can rely on it that only the rooms above use it.</summary>
public sealed class RoomTests
{
    private const string Benchmarks = "VizTeh.Actors.Benchmarks";

    private static readonly ArchUnitNET.Domain.Architecture Bot = Load(typeof(BotSettings).Assembly);

    public static TheoryData<string> AllRooms => [.. Rooms.All];

    [Fact]
    public void Every_folder_of_the_bot_is_a_room_with_rules()
    {
        var folders = Bot.Types.Select(type => type.Namespace.FullName)
            .Where(name => name.StartsWith("VizTeh.Actors.", StringComparison.Ordinal))
            .Select(name => name.Split('.')[2]);

        Assert.Equal(Rooms.All.Order(StringComparer.Ordinal), folders.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AllRooms))]
    public void A_room_knows_only_the_rooms_below_it_and_the_packages_that_are_its_matter(string room) =>
        Assert.Empty(Rooms.Forbidden(room).SelectMany(other => Rooms.DoesNotKnow(room, other).Violations(Bot)));

    [Theory]
    [MemberData(nameof(AllRooms))]
    public void A_room_that_knew_more_would_be_found(string room)
    {
        var broken = Broken(room, Rooms.Forbidden(room));

        Assert.All(Rooms.Forbidden(room), other => Assert.NotEmpty(Rooms.DoesNotKnow(room, other).Violations(broken)));
    }

    [Fact]
    public void No_two_rooms_of_the_bot_need_each_other() => AssertNoCircle(Bot, "VizTeh.Actors.(*)");

    [Fact]
    public void No_two_folders_of_the_sandbox_need_each_other() =>
        AssertNoCircle(Load(typeof(BotApiServer).Assembly), "VizTeh.Actors.Sandbox.(*)");

    [Fact]
    public void No_two_folders_of_the_benchmarks_need_each_other() =>
        AssertNoCircle(
            // The tests do not need it to run; the solution builds it beside them.
            new ArchLoader().LoadFilteredDirectory(
                AppContext.BaseDirectory.Replace("VizTeh.Actors.Tests", Benchmarks, StringComparison.Ordinal), $"{Benchmarks}.dll").Build(),
            $"{Benchmarks}.(*)");

    [Fact]
    public void No_two_folders_of_the_tests_need_each_other() => AssertNoCircle(Load(typeof(RoomTests).Assembly), "VizTeh.Actors.Tests.(*)");

    private static void AssertNoCircle(ArchUnitNET.Domain.Architecture architecture, string folders)
    {
        Assert.NotEmpty(architecture.Types);
        Assert.Empty(SliceRuleDefinition.Slices().Matching(folders).Should().BeFreeOfCycles().Violations(architecture));
    }

    private static ArchUnitNET.Domain.Architecture Load(Assembly assembly) => new ArchLoader().LoadAssembly(assembly).Build();

    /// <summary>A program in which a room knows what it may not.</summary>
    private static ArchUnitNET.Domain.Architecture Broken(string room, IReadOnlyList<string> known)
    {
        var folder = Directory.CreateTempSubdirectory("vizteh-rooms-");
        try
        {
            var assembly = new PersistedAssemblyBuilder(new AssemblyName($"Broken{room}"), typeof(object).Assembly);
            var module = assembly.DefineDynamicModule($"Broken{room}");
            var breaker = module.DefineType($"{Rooms.NamespaceOf(room)}.Breaker", TypeAttributes.Public);
            foreach (var (number, other) in known.Index())
            {
                var thing = module.DefineType($"{other}.Known", TypeAttributes.Public);
                breaker.DefineField($"_{number}", thing, FieldAttributes.Public);
                thing.CreateType();
            }

            breaker.CreateType();
            assembly.Save(Path.Combine(folder.FullName, $"Broken{room}.dll"));
            return new ArchLoader().LoadFilteredDirectory(folder.FullName, "*.dll").Build();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
