using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The photo of «О компании», stored by a manager instead of the setting PHOTO_ID.</summary>
public sealed class CompanyPhotoTests
{
    [Fact]
    public async Task A_photo_that_a_manager_stores_is_shown_from_then_on_and_after_a_restart_until_it_is_removed()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var (manager, client) = (bot.Manager.Chat, bot.NewClient());
        Assert.Null(await ShownAsync(client));

        var first = manager.SendPhoto("/photoid сохранить");
        await manager.NextAsync("Готово");
        Assert.Equal(first.PhotoFileId, await ShownAsync(client));

        // In a group that keeps its talk to itself, the bot sees a photo only when a command answers it.
        var second = manager.SendPhoto();
        manager.SendText("/photoid Сохранить", replyTo: second);
        await manager.NextAsync("Готово");
        await bot.StopAsync();
        await bot.StartAsync();
        Assert.Equal(second.PhotoFileId, await ShownAsync(client));

        manager.SendText("/photoid удалить");
        await manager.NextAsync("больше нет");
        Assert.Null(await ShownAsync(client));
        Assert.Empty(await bot.Database.ReadAsync("select file_id from company_photo"));
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task The_setting_goes_before_it_and_the_manager_is_told()
    {
        var configured = "";
        await using var bot = await BotUnderTest.CreateAsync(
            settings: (settings, telegram) => settings with { PhotoId = configured = telegram.AddFile() });
        var (manager, client) = (bot.Manager.Chat, bot.NewClient());

        var stored = manager.SendPhoto("/photoid сохранить");
        await manager.NextAsync("уберите PHOTO_ID");
        Assert.Equal(configured, await ShownAsync(client));

        await bot.StopAsync();
        bot.Settings = bot.Settings with { PhotoId = null };
        await bot.StartAsync();
        Assert.Equal(stored.PhotoFileId, await ShownAsync(client));
    }

    [Fact]
    public async Task A_photo_is_stored_only_by_the_word_and_only_by_a_manager()
    {
        await using var managers = await ManagerGroup.CreateAsync(
            change: (settings, _) => settings with { Company = settings.Company with { Managers = new HashSet<long> { 1 } } });
        managers.Seat.SendPhoto("/photoid сохранить");
        await managers.Seat.NextAsync("из списка");
        var client = managers.Bot.NewClient();
        client.SendPhoto("/photoid сохранить");
        await client.NextAsync(message => message.FromBot);
        await managers.Bot.AssertAllIsHandledAsync();
        Assert.Empty(await managers.Bot.Database.ReadAsync("select file_id from company_photo"));

        await managers.Bot.StopAsync();
        managers.Bot.Settings = managers.Bot.Settings with { Company = managers.Bot.Settings.Company with { Managers = null } };
        await managers.Bot.StartAsync();
        managers.Seat.SendPhoto("/photoid");
        await managers.Seat.NextAsync("PHOTO_ID");
        managers.Seat.SendText("/photoid сохранить");
        await managers.Seat.NextAsync("Пришлите фотографию");
        managers.Seat.SendPhoto("/photoid может быть");
        await managers.Seat.NextAsync("Пришлите фотографию");
        Assert.Empty(await managers.Bot.Database.ReadAsync("select file_id from company_photo"));
    }

    [Fact]
    public async Task A_stored_photo_that_telegram_refuses_is_left_out_and_the_log_says_so_once()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        await bot.Database.ExecuteAsync("insert into company_photo (file_id, saved_by) values ('no-such-file', 1)");
        var client = bot.NewClient();

        Assert.Null(await ShownAsync(client));
        Assert.Null(await ShownAsync(client));

        Assert.Single(bot.Log.All, line => line.Contains("the photo stored by /photoid", StringComparison.Ordinal));
    }

    private static async Task<string?> ShownAsync(ChatParticipant client)
    {
        client.SendText("О компании");
        return (await client.NextAsync("vizteh.ru")).PhotoFileId;
    }
}
