using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A client whose words are found again, and who has all of it erased.</summary>
internal static class ForgetDialogue
{
    public const string Done = "Ваши данные удалены.";
    public const string First = "Удалить все ваши данные?";
    public const string Second = "Точно удалить?";

    public static TypedForm Form { get; } = TypedForm.Ordinary.With("name", "Аполлинария Кузнецова").With("city", "Верхнеудинск")
        .With("description", "Вывеска с единорогом").With("phone", "+79161239876");

    public static async Task ForgetAsync(ChatParticipant client)
    {
        client.SendText("/forget");
        client.Press(await client.NextAsync(First), "Удалить мои данные");
        client.Press(await client.NextAsync(Second), "Да, удалить навсегда");
        await client.NextAsync(Done);
    }

    public static async Task<long> OrderWithFilesAsync(ChatParticipant client)
    {
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        foreach (var (answer, next) in new[]
        {
            ("Аполлинария Кузнецова", "организац"), ("ООО", "город"), ("Верхнеудинск", "направлен"), ("Знаки", "задач"),
        })
        {
            client.SendText(answer);
            await client.NextAsync(next);
        }

        client.SendPhoto("Вывеска с единорогом");
        await client.NextAsync("Добавлено.");
        client.SendVoice();
        client.Press(await client.NextAsync("Добавлено."), "Готово");
        await client.NextAsync("телефон");
        client.SendText("+79161239876");
        client.Press(await client.NextAsync("Проверьте заявку"), "Отправить");
        return ClientDialogue.NumberIn(await client.NextAsync("№"));
    }
}
