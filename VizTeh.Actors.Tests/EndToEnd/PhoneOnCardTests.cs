using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What the managers learn about a phone number, with the whole program over HTTP.</summary>
public sealed class PhoneOnCardTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_shared_own_number_is_verified_on_the_card_and_another_persons_is_not_across_restarts()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var (anna, boris) = (managers.Bot.NewClient("Анна"), managers.Bot.NewClient("Борис"));
        foreach (var client in (ChatParticipant[])[anna, boris])
        {
            await client.FillAsync(TypedForm.Ordinary);
            await client.Press(client.Messages[^1], "Изменить").AnswerAsync(Soon);
            await client.NextAsync(message => message.Button("Телефон") is not null);
            await ClientDialogue.PressNewestAsync(client, "Телефон");
            await client.NextAsync("телефон");
        }

        anna.ShareOwnContact();
        boris.SendLocation();
        await boris.NextAsync("Добавили к ответу «Описание».");
        boris.ShareContact("79035550101", 777_000_111, "Семён");
        await anna.NextAsync("Проверьте заявку");
        Assert.StartsWith(
            "Записали номер из контакта: +7\u00A0903\u00A0555-01-01.", (await boris.NextAsync("Проверьте заявку")).Text,
            StringComparison.Ordinal);
        await managers.Bot.StopAsync();
        await managers.Bot.StartAsync();
        foreach (var client in (ChatParticipant[])[anna, boris])
        {
            await ClientDialogue.PressNewestAsync(client, "Отправить");
            await client.NextAsync("№");
        }

        var ofAnna = await managers.Seat.NextAsync("+79161234567");
        var ofBoris = await managers.Seat.NextAsync("+79035550101");
        Assert.Contains("\n+79161234567 · подтверждён Telegram\n", ofAnna.Text, StringComparison.Ordinal);
        Assert.Contains("\n+79035550101\n", ofBoris.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("подтверждён", ofBoris.Text, StringComparison.Ordinal);
        Assert.Equal("+79161234567", ofAnna.Button("Скопировать номер")!.CopiedText);
        Assert.Equal(
            ["+79035550101|", "+79161234567|true"],
            await managers.Bot.Database.ReadAsync(
                """
                select concat_ws('|', a->>'value', coalesce(a->>'verified', ''))
                  from tickets, jsonb_array_elements(answers) as each (a) where a->>'id' = 'phone' order by 1
                """));
    }
}
