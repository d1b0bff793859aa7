using System.Collections.Immutable;
using Microsoft.Playwright;
using VizTeh.Actors.Sandbox.Page.Live;

namespace VizTeh.Actors.Tests.Page;

/// <summary>The page of `demo.sh --nodes 3`: real processes that work as one bot.</summary>
public sealed class PageNodesTests
{
    /// <summary>A node may have to wait until the others have removed its former process.</summary>
    private static readonly LocatorAssertionsToHaveTextOptions Patience = new() { Timeout = 90_000 };

    [Fact]
    public async Task The_node_that_takes_the_updates_is_killed_and_another_one_asks_the_next_question()
    {
        await using var sandbox = await PageUnderTest.StartAsync(nodes: 3);
        var page = await OpenAsync(sandbox);
        var client = new ChatOnPage(page, "client1");
        await client.BeginFormAsync();
        var first = await PollerAsync(page);

        await PressAsync(first, "Убить");
        await Assertions.Expect(first.Locator(".state")).ToHaveTextAsync("убит");
        await client.AnswerAsync("ООО «Ромашка»", "город");
        var second = await PollerAsync(page);
        Assert.NotEqual(await NameAsync(first), await NameAsync(second));

        await PressAsync(first, "Запустить");
        await AllAreInAsync(page);
        await client.AnswerAsync("Тверь", "направлен");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Журнал бота" }).ClickAsync();
        foreach (var number in new[] { "1", "2", "3" })
            await Assertions.Expect(page.Locator(".log-node", new() { HasText = number }).First).ToBeAttachedAsync();
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_frozen_node_is_replaced_and_comes_back_as_a_new_process_when_it_is_thawed()
    {
        await using var sandbox = await PageUnderTest.StartAsync(nodes: 3);
        var page = await OpenAsync(sandbox);
        var client = new ChatOnPage(page, "client1");
        await client.BeginFormAsync();
        var frozen = await PollerAsync(page);
        var before = ConditionOf(sandbox, await NameAsync(frozen)).Bot.ProcessId;

        await PressAsync(frozen, "Заморозить");
        await Assertions.Expect(frozen.Locator(".state")).ToContainTextAsync("заморожен");
        await client.AnswerAsync("ООО «Ромашка»", "город");
        await Assertions.Expect(Summary(page)).ToHaveTextAsync("в кластере 2 из 3");

        await PressAsync(frozen, "Разморозить");
        await AllAreInAsync(page);
        await client.AnswerAsync("Тверь", "направлен");
        Assert.NotEqual(before, ConditionOf(sandbox, await NameAsync(frozen)).Bot.ProcessId);
        Assert.Empty(sandbox.Mistakes);
    }

    [Theory]
    [InlineData("базы")]
    [InlineData("узлов")]
    public async Task A_node_that_is_cut_off_is_replaced_and_comes_back_when_the_cut_ends(string from)
    {
        await using var sandbox = await PageUnderTest.StartAsync(nodes: 3);
        var page = await OpenAsync(sandbox);
        var client = new ChatOnPage(page, "client1");
        await client.BeginFormAsync();
        var cut = await PollerAsync(page);
        var toggle = cut.GetByRole(AriaRole.Button, new() { Name = from, Exact = true });

        await toggle.ClickAsync();
        await Assertions.Expect(toggle).ToHaveAttributeAsync("aria-pressed", "true");
        await client.AnswerAsync("ООО «Ромашка»", "город");

        await toggle.ClickAsync();
        await Assertions.Expect(toggle).ToHaveAttributeAsync("aria-pressed", "false");
        await AllAreInAsync(page);
        await client.AnswerAsync("Тверь", "направлен");
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_node_that_is_stopped_leaves_in_order_and_stays_away_until_it_is_started()
    {
        await using var sandbox = await PageUnderTest.StartAsync(nodes: 2);
        var page = await OpenAsync(sandbox, nodes: 2);
        var client = new ChatOnPage(page, "client1");
        await client.BeginFormAsync();
        var stopped = await PollerAsync(page);

        await PressAsync(stopped, "Остановить");
        await Assertions.Expect(stopped.Locator(".state")).ToHaveTextAsync("остановлен");
        await Assertions.Expect(stopped.Locator(".member")).ToHaveTextAsync("вне кластера");
        await client.AnswerAsync("ООО «Ромашка»", "город");

        await PressAsync(stopped, "Запустить");
        await AllAreInAsync(page, nodes: 2);
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_node_that_is_cut_off_from_Telegram_goes_on_when_the_cut_ends()
    {
        await using var sandbox = await PageUnderTest.StartAsync(nodes: 2);
        var page = await OpenAsync(sandbox, nodes: 2);
        var client = new ChatOnPage(page, "client1");
        await client.BeginFormAsync();
        var cut = await PollerAsync(page);
        var toggle = cut.GetByRole(AriaRole.Button, new() { Name = "Telegram", Exact = true });

        await toggle.ClickAsync();
        await Assertions.Expect(cut.Locator(".state")).ToContainTextAsync("работает, отрезан от Telegram");
        await client.TypeAsync("ООО «Ромашка»");
        await toggle.ClickAsync();
        await client.HearAsync("город");
        Assert.Empty(sandbox.Mistakes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_card_of_the_nodes_fits_every_window_and_its_texts_stand_out(bool isDark)
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false, nodes: 3);
        var page = await sandbox.OpenAsync(1280, 1100, isDark);
        await Assertions.Expect(page.Locator(".node")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".card[aria-label=Бот]")).ToBeHiddenAsync();
        sandbox.World.Log.Add("2026-11-26 02:34:48.302 warn: Bad[0] ломается", node: 2);
        foreach (var from in Enum.GetValues<NodeCut>())
            sandbox.World.Nodes!.Of(2).Cut(from, isCut: true);
        await Assertions.Expect(page.Locator(".toggle[aria-pressed=true]")).ToHaveCountAsync(3);
        await page.EvaluateAsync(
            "() => document.querySelectorAll('.node .button, .node .badge').forEach(part => { part.hidden = false; })");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Журнал бота" }).ClickAsync();
        await Assertions.Expect(page.Locator(".log-node")).ToHaveTextAsync("2");

        await Contrast.PrepareAsync(page);
        await Contrast.IsEnoughAsync(page, "the nodes");
        if (!isDark)
            await PanelFit.FitsEverywhereAsync(page);
        Assert.Empty(sandbox.Mistakes);
    }

    private static async Task<IPage> OpenAsync(PageUnderTest sandbox, int nodes = 3)
    {
        var page = await sandbox.OpenAsync(1280, 1100);
        await AllAreInAsync(page, nodes);
        return page;
    }

    private static Task AllAreInAsync(IPage page, int nodes = 3) =>
        Assertions.Expect(Summary(page)).ToHaveTextAsync($"в кластере {nodes} из {nodes}", Patience);

    private static ILocator Summary(IPage page) => page.Locator(".card[aria-label='Узлы бота'] .card-side .state");

    /// <summary>The node that takes the updates, waiting for one if need be.</summary>
    private static async Task<ILocator> PollerAsync(IPage page)
    {
        var poller = page.Locator(".node", new() { Has = page.Locator(".badge:visible") });
        await Assertions.Expect(poller).ToHaveCountAsync(1);
        // By its name: which one it is changes.
        return page.Locator($".node[aria-label='{await NameAsync(poller)}']");
    }

    private static async Task<string> NameAsync(ILocator node) => (await node.GetAttributeAsync("aria-label"))!;

    private static Task PressAsync(ILocator node, string label) =>
        node.GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).ClickAsync();

    private static NodeCondition ConditionOf(PageUnderTest sandbox, string name)
    {
        ImmutableArray<NodeCondition> all = sandbox.World.Nodes!.Conditions;
        return all.Single(node => $"Узел {node.Number}" == name);
    }
}
