using System.Reflection;
using System.Reflection.Emit;
using ArchUnitNET.Loader;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Architecture;

/// <summary>A room is used only by the rooms above it.</summary>
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

    [Theory]
    // Its extension methods, which lie outside of any namespace, would be called in place of LINQ's.
    [InlineData("LanguageExt.Core")]
    [InlineData("Akka.Streams")]
    public void What_a_package_brings_along_is_not_called_unawares(string assembly) =>
        Assert.DoesNotContain(typeof(BotSettings).Assembly.GetReferencedAssemblies(), reference => reference.Name == assembly);

    [Fact]
    public void No_two_rooms_of_the_bot_need_each_other() => AssertNoCircle(Bot, "VizTeh.Actors");

    [Fact]
    public void No_two_folders_of_the_sandbox_need_each_other() =>
        AssertNoCircle(Load(typeof(BotApiServer).Assembly), "VizTeh.Actors.Sandbox");

    [Fact]
    public void No_two_folders_of_the_benchmarks_need_each_other() =>
        AssertNoCircle(
            // The tests do not reference this assembly; the solution builds it beside them.
            new ArchLoader().LoadFilteredDirectory(
                AppContext.BaseDirectory.Replace("VizTeh.Actors.Tests", Benchmarks, StringComparison.Ordinal), $"{Benchmarks}.dll").Build(),
            Benchmarks);

    [Fact]
    public void No_two_folders_of_the_tests_need_each_other() => AssertNoCircle(Load(typeof(RoomTests).Assembly), "VizTeh.Actors.Tests");

    [Fact]
    public void A_circle_between_a_folder_and_one_inside_it_would_be_found()
    {
        var broken = Build("Circle", module => NeedEachOther(module, "Program.Chats", "Program.Chats.Text"));

        var circle = Assert.Single(FolderCircles.In(broken, "Program"));
        Assert.Contains("Program.Chats -> Program.Chats.Text", circle, StringComparison.Ordinal);
        Assert.Contains("Program.Chats.Text -> Program.Chats", circle, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_through_the_root_of_a_program_would_be_found() =>
        Assert.Single(FolderCircles.In(Build("Circle", module => NeedEachOther(module, "Program", "Program.Chats")), "Program"));

    private static void AssertNoCircle(ArchUnitNET.Domain.Architecture architecture, string root)
    {
        Assert.NotEmpty(architecture.Types);
        Assert.Empty(FolderCircles.In(architecture, root));
    }

    private static void NeedEachOther(ModuleBuilder module, string one, string other)
    {
        var first = module.DefineType($"{one}.First", TypeAttributes.Public);
        var second = module.DefineType($"{other}.Second", TypeAttributes.Public);
        first.DefineField("_second", second, FieldAttributes.Public);
        second.DefineField("_first", first, FieldAttributes.Public);
        first.CreateType();
        second.CreateType();
    }

    private static ArchUnitNET.Domain.Architecture Load(Assembly assembly) => new ArchLoader().LoadAssembly(assembly).Build();

    /// <summary>A program in which a room has a forbidden dependency.</summary>
    private static ArchUnitNET.Domain.Architecture Broken(string room, IReadOnlyList<string> known) => Build(
        $"Broken{room}",
        module =>
        {
            var breaker = module.DefineType($"{Rooms.NamespaceOf(room)}.Breaker", TypeAttributes.Public);
            foreach (var (number, other) in known.Index())
            {
                var thing = module.DefineType($"{other}.Known", TypeAttributes.Public);
                breaker.DefineField($"_{number}", thing, FieldAttributes.Public);
                thing.CreateType();
            }

            breaker.CreateType();
        });

    private static ArchUnitNET.Domain.Architecture Build(string name, Action<ModuleBuilder> define)
    {
        var folder = Directory.CreateTempSubdirectory("vizteh-rooms-");
        try
        {
            var assembly = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
            define(assembly.DefineDynamicModule(name));
            assembly.Save(Path.Combine(folder.FullName, $"{name}.dll"));
            return new ArchLoader().LoadFilteredDirectory(folder.FullName, "*.dll").Build();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
