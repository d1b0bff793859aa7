using Microsoft.Extensions.Logging;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Chats;

public sealed class ManagerChatsTests
{
    private const long Person = 900;
    private const long Group = -5;
    private const long Supergroup = -1005;

    private readonly LogLines _log = new();

    [Fact]
    public void Until_a_group_moves_the_chats_are_those_of_the_settings()
    {
        var chats = Chats(Person, Group);

        Assert.Equal([Person, Group], chats.Current);
        Assert.False(chats.Contains(Supergroup));
        Assert.Equal(Group, chats.Resolve(Group));
    }

    [Fact]
    public void The_chat_of_a_route_is_a_managers_chat_and_is_followed_when_it_moves()
    {
        var chats = Chats([new TicketRoute("Знаки", Group, 12)], Person);
        Assert.Equal([Person, Group], chats.Current);
        Assert.Equal([Group, Person], chats.Configured);

        chats.Learn(new ChatMigration(Group, Supergroup));

        Assert.Equal([Person, Supergroup], chats.Current);
        Assert.True(chats.Contains(Group));
        Assert.Equal([Person], chats.Routes.Defaults.Select(place => place.ChatId));
        Assert.Equal(Supergroup, chats.Routes.CurrentById[Group]);
    }

    [Fact]
    public void A_group_that_moved_is_served_under_its_new_id_and_its_old_buttons_keep_their_rights()
    {
        var chats = Chats(Person, Group);

        chats.Learn(new ChatMigration(Group, Supergroup));

        Assert.Equal([Person, Supergroup], chats.Current);
        Assert.True(chats.Contains(Supergroup));
        Assert.True(chats.Contains(Group));
        Assert.Equal(Supergroup, chats.Resolve(Group));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_chain_of_moves_is_followed_to_its_end_in_whatever_order_it_is_learned(bool lastFirst)
    {
        var chats = Chats(Group);
        ChatMigration[] moves = [new(Group, Supergroup), new(Supergroup, -1006)];

        foreach (var move in lastFirst ? moves.Reverse() : moves)
            chats.Learn(move);

        Assert.Equal([-1006], chats.Current);
        Assert.All([Group, Supergroup, -1006], id => Assert.True(chats.Contains(id)));
    }

    [Fact]
    public void The_new_id_beside_the_old_one_in_the_settings_is_one_chat()
    {
        var chats = Chats(Group, Supergroup, Person);

        chats.Learn(new ChatMigration(Group, Supergroup));

        Assert.Equal([Supergroup, Person], chats.Current);
    }

    [Fact]
    public void A_group_that_is_not_a_managers_gives_no_rights_by_moving()
    {
        var chats = Chats(Person);

        chats.Learn(new ChatMigration(Group, Supergroup));

        Assert.Equal([Person], chats.Current);
        Assert.False(chats.Contains(Group) || chats.Contains(Supergroup));
        Assert.Empty(_log.All);
    }

    [Theory]
    [InlineData(Person, Supergroup)]
    [InlineData(Group, Person)]
    [InlineData(Group, Group)]
    [InlineData(Group, 0)]
    public void A_move_that_cannot_be_changes_nothing(long oldId, long newId)
    {
        var chats = Chats(Person, Group);

        chats.Learn(new ChatMigration(oldId, newId));

        Assert.Equal([Person, Group], chats.Current);
    }

    [Fact]
    public void Moves_in_a_circle_are_not_followed_for_ever()
    {
        var chats = Chats(Group);

        chats.Learn(new ChatMigration(Group, Supergroup));
        chats.Learn(new ChatMigration(Supergroup, -1006));
        chats.Learn(new ChatMigration(-1006, Group));

        Assert.Equal([-1006], chats.Current);
    }

    [Fact]
    public void The_operator_is_asked_once_for_the_new_id_and_whoever_waits_for_a_change_hears_of_it()
    {
        var chats = Chats(Group);
        var changed = chats.Changed;

        chats.Learn(new ChatMigration(Group, Supergroup));
        var later = chats.Changed;
        chats.Learn(new ChatMigration(Group, Supergroup));

        Assert.True(changed.IsCompleted);
        Assert.False(later.IsCompleted);
        var line = Assert.Single(_log.All);
        Assert.Contains("MANAGER_CHAT_ID", line, StringComparison.Ordinal);
        Assert.Contains("-1005", line, StringComparison.Ordinal);
    }

    private ManagerChats Chats(params long[] configured) => Chats([], configured);

    private ManagerChats Chats(IReadOnlyCollection<TicketRoute> routes, params long[] configured)
    {
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(_log));
        return new ManagerChats(configured, factory.CreateLogger<ManagerChats>(), routes);
    }
}
