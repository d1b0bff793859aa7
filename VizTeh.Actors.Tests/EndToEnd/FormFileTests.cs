using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A client sends files with a form, with the whole program over HTTP.</summary>
public sealed class FormFileTests
{
    [Fact]
    public async Task An_album_a_voice_and_a_place_are_the_description_and_more_comes_until_the_review()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        client.SendPhoto();
        await client.NextAsync("Файлы можно добавить к ответу «Описание»");
        await AnswerUpToDescriptionAsync(client);
        client.SendPictures([.. Enumerable.Range(0, 3).Select(_ => new Picture(Jpeg, 640, 480))], "как на этих фото");
        await client.NextAsync("Добавлено.");
        await bot.AssertAllIsHandledAsync();
        await bot.StopAsync();
        await bot.StartAsync();
        client.SendVoice();
        var added = await client.NextAsync("Добавлено.");
        client.Press(added, "Готово");
        await client.NextAsync("телефон");
        client.SendLocation();
        await client.NextAsync("Добавили к ответу «Описание».");
        client.SendText("89161234567");
        var review = await client.NextAsync("Проверьте заявку");
        Assert.Contains(
            "Описание: как на этих фото\n📎 3 фото, 1 голосовое, 1 точка на карте", review.Text, StringComparison.Ordinal);

        client.Press(review, "Изменить");
        client.Press(await client.NextAsync("Что поправить?"), "Описание");
        var changing = await client.NextAsync("Сейчас записано");
        client.Press(changing, "Убрать: фото 2");
        await client.WaitForEditAsync(changing, message => message.Text.Contains("📎 2 фото,", StringComparison.Ordinal));
        client.SendDocument("и чертёж");
        client.Press(await client.NextAsync("Добавлено."), "Готово");
        client.Press(await client.NextAsync("Проверьте заявку"), "Отправить");
        await client.NextAsync("№1");

        await bot.AssertAllIsHandledAsync();
        Assert.Equal(
            ["Photo Photo Voice Location Document"],
            await bot.Database.ReadAsync(
                """
                select string_agg(file ->> 'kind', ' ') from tickets, jsonb_array_elements(answers::jsonb) answer,
                       jsonb_array_elements(answer -> 'files') file
                """));
        Assert.Equal(["как на этих фото\nи чертёж"], await bot.Database.ReadAsync("select description from tickets"));
        Assert.Single(client.Messages, message => message.Text.Contains("Файлы можно добавить", StringComparison.Ordinal));
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Every_kind_of_recording_and_place_comes_under_the_card()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        await AnswerUpToDescriptionAsync(client);
        foreach (var send in (Func<ChatMessage>[])
            [() => client.SendVideo("вид"), () => client.SendAudio(), client.SendVideoNote, () => client.SendVenue("Склад", "Тверь, 1")])
        {
            send();
            await client.NextAsync("Добавлено.");
        }

        client.Press(client.Messages[^1], "Готово");
        await client.NextAsync("телефон");
        client.SendText("89161234567");
        client.Press(await client.NextAsync("1 видео, 1 аудиофайл, 1 видеосообщение, 1 место"), "Отправить");
        await client.NextAsync("№1");

        var shown = await Eventually.BecomesAsync(
            () => Task.FromResult(bot.Manager.Chat.Messages.Where(message => message.FromBot && message.ReplyTo is not null).ToArray()),
            replies => replies.Length >= 4, "the four files are under the card");
        Assert.Equal(
            [MessageKind.Video, MessageKind.Audio, MessageKind.VideoNote, MessageKind.Venue], shown.Select(message => message.Kind));
        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task An_edited_caption_corrects_the_description()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        await AnswerUpToDescriptionAsync(client);
        var photo = client.SendPhoto("3 стелы");
        await client.NextAsync("Добавлено.");
        client.EditText(photo, "4 стелы");
        await client.NextAsync("Исправлено: «Описание» — 4 стелы");
        client.Press(client.Messages.Last(message => message.Button("Готово") is not null), "Готово");
        await client.NextAsync("телефон");
        await bot.AssertAllIsHandledAsync();
        await bot.StopAsync();
        await bot.StartAsync();
        client.EditText(photo, "5 стел");
        await client.NextAsync("Исправлено: «Описание» — 5 стел");
        client.SendText("89161234567");
        client.Press(await client.NextAsync("Проверьте заявку"), "Отправить");
        await client.NextAsync("№1");

        await bot.AssertAllIsHandledAsync();
        Assert.Equal(["5 стел"], await bot.Database.ReadAsync("select description from tickets"));
    }

    private static async Task AnswerUpToDescriptionAsync(ChatParticipant client)
    {
        foreach (var (answer, next) in new[] { ("Анна", "организац"), ("ООО", "город"), ("Тверь", "направлен"), ("Знаки", "задач") })
        {
            client.SendText(answer);
            await client.NextAsync(next);
        }
    }

    private static byte[] Jpeg { get; } = [0xFF, 0xD8, 0xFF, 0xD9];
}
