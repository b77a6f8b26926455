-- column account.account
text NOT NULL COLLATE C

-- column account.chart
text NOT NULL COLLATE C

-- column account.class
text NOT NULL COLLATE C

-- column account.control
smallint NOT NULL

-- column account.name
text NOT NULL COLLATE C

-- column account.name_en
text NOT NULL COLLATE C

-- column account.names_bank
smallint NOT NULL

-- column account.side
text NOT NULL COLLATE C

-- column account_rule.account
text NOT NULL COLLATE C

-- column account_rule.chart
text NOT NULL COLLATE C

-- column account_rule.closes_to
text COLLATE C

-- column account_rule.confidence
text NOT NULL COLLATE C

-- column account_rule.fund_type
text NOT NULL COLLATE C

-- column account_rule.names_estate
smallint NOT NULL

-- column account_rule.source
text NOT NULL COLLATE C

-- column account_rule.valid_from
date NOT NULL

-- column account_snapshot.account
text NOT NULL COLLATE C

-- column account_snapshot.balance_fen
bigint NOT NULL

-- column account_snapshot.bank_account_id
integer NOT NULL

-- column account_snapshot.book_id
integer NOT NULL

-- column account_snapshot.close_no
integer NOT NULL

-- column account_snapshot.estate_id
integer NOT NULL

-- column account_snapshot.period
integer NOT NULL

-- column asset.asset_id
integer NOT NULL

-- column asset.at
text NOT NULL COLLATE C

-- column asset.boundary
text COLLATE C

-- column asset.code
text NOT NULL COLLATE C

-- column asset.estate_id
integer NOT NULL

-- column asset.in_service_on
date

-- column asset.location
text NOT NULL COLLATE C

-- column asset.maker
text COLLATE C

-- column asset.name
text NOT NULL COLLATE C

-- column asset.network
text NOT NULL COLLATE C

-- column asset.quantity_milli
bigint NOT NULL

-- column asset.registered_on
date NOT NULL

-- column asset.unit
text NOT NULL COLLATE C

-- column asset.warranty_until
date

-- column asset.who
text NOT NULL COLLATE C

-- column asset_cost.amount_fen
bigint NOT NULL

-- column asset_cost.asset_id
integer NOT NULL

-- column asset_cost.at
text NOT NULL COLLATE C

-- column asset_cost.cost_no
integer NOT NULL

-- column asset_cost.dated_on
date NOT NULL

-- column asset_cost.evidence
text NOT NULL COLLATE C

-- column asset_cost.sha256
bytea

-- column asset_cost.source
text NOT NULL COLLATE C

-- column asset_cost.who
text NOT NULL COLLATE C

-- column asset_holding.asset_id
integer NOT NULL

-- column asset_holding.at
text NOT NULL COLLATE C

-- column asset_holding.handover_id
integer

-- column asset_holding.holder
text NOT NULL COLLATE C

-- column asset_holding.operator_id
integer

-- column asset_holding.reason
text NOT NULL COLLATE C

-- column asset_holding.role
text NOT NULL COLLATE C

-- column asset_holding.since
date NOT NULL

-- column asset_holding.turn_no
integer NOT NULL

-- column asset_holding.who
text NOT NULL COLLATE C

-- column asset_paper.asset_id
integer NOT NULL

-- column asset_paper.at
text NOT NULL COLLATE C

-- column asset_paper.dated_on
date NOT NULL

-- column asset_paper.kind
text NOT NULL COLLATE C

-- column asset_paper.name
text NOT NULL COLLATE C

-- column asset_paper.paper_no
integer NOT NULL

-- column asset_paper.sha256
bytea NOT NULL

-- column asset_paper.size
bigint NOT NULL

-- column asset_paper.who
text NOT NULL COLLATE C

-- column balance_root.book_id
integer NOT NULL

-- column balance_root.close_no
integer NOT NULL

-- column balance_root.estate_id
integer NOT NULL

-- column balance_root.leaf_count
integer NOT NULL

-- column balance_root.period
integer NOT NULL

-- column balance_root.root
bytea NOT NULL

-- column bank_account.bank_account_id
integer NOT NULL

-- column bank_account.custodian_id
integer NOT NULL

-- column bank_account.fund_type
text NOT NULL COLLATE C

-- column bank_account.number
text NOT NULL COLLATE C

-- column bank_movement.amount_fen
bigint NOT NULL

-- column bank_movement.bank_account_id
integer NOT NULL

-- column bank_movement.bank_ref
text NOT NULL COLLATE C

-- column bank_movement.book_id
integer NOT NULL

-- column bank_movement.counterparty
text COLLATE C

-- column bank_movement.draft_id
integer

-- column bank_movement.kind
text NOT NULL COLLATE C

-- column bank_movement.moved_on
date NOT NULL

-- column bank_movement.turn
integer NOT NULL

-- column bank_movement.voucher_id
integer

-- column benefit_due.area
bigint NOT NULL

-- column benefit_due.book_id
integer NOT NULL

-- column benefit_due.due_fen
bigint NOT NULL

-- column benefit_due.plan_id
integer NOT NULL

-- column benefit_due.sub_id
integer NOT NULL

-- column benefit_due.weight
bigint NOT NULL

-- column benefit_move.act
text NOT NULL COLLATE C

-- column benefit_move.amount_fen
bigint NOT NULL

-- column benefit_move.asks
integer

-- column benefit_move.at
text NOT NULL COLLATE C

-- column benefit_move.book_id
integer NOT NULL

-- column benefit_move.case_id
integer

-- column benefit_move.dated_on
date NOT NULL

-- column benefit_move.evidence
text NOT NULL COLLATE C

-- column benefit_move.move_id
integer NOT NULL

-- column benefit_move.plan_id
integer NOT NULL

-- column benefit_move.sub_id
integer NOT NULL

-- column benefit_move.who
text NOT NULL COLLATE C

-- column benefit_plan.at
text NOT NULL COLLATE C

-- column benefit_plan.basis
text NOT NULL COLLATE C

-- column benefit_plan.book_fen
bigint NOT NULL

-- column benefit_plan.book_id
integer NOT NULL

-- column benefit_plan.digest
text NOT NULL COLLATE C

-- column benefit_plan.estate_id
integer NOT NULL

-- column benefit_plan.household_count
integer NOT NULL

-- column benefit_plan.item_no
integer NOT NULL

-- column benefit_plan.plan_id
integer NOT NULL

-- column benefit_plan.plan_no
integer NOT NULL

-- column benefit_plan.planned_on
date NOT NULL

-- column benefit_plan.project_id
integer NOT NULL

-- column benefit_plan.resident_fen
bigint NOT NULL

-- column benefit_plan.scope
text NOT NULL COLLATE C

-- column benefit_plan.who
text NOT NULL COLLATE C

-- column book.book_id
integer NOT NULL

-- column book.chart
text NOT NULL COLLATE C

-- column book.code
text NOT NULL COLLATE C

-- column book.custodian_id
integer NOT NULL

-- column book.fund_type
text NOT NULL COLLATE C

-- column book.kind
text NOT NULL COLLATE C

-- column book.reopening
smallint NOT NULL

-- column book.salt
bytea NOT NULL

-- column book_head.book_id
integer NOT NULL

-- column book_head.frontier
bytea NOT NULL

-- column book_head.frontier_size
integer NOT NULL

-- column book_head.log_size
integer NOT NULL

-- column campaign.at
text NOT NULL COLLATE C

-- column campaign.book_id
integer NOT NULL

-- column campaign.campaign_id
integer NOT NULL

-- column campaign.chosen
text NOT NULL COLLATE C

-- column campaign.code
text NOT NULL COLLATE C

-- column campaign.due_fen
bigint NOT NULL

-- column campaign.estate_id
integer NOT NULL

-- column campaign.every_months
integer NOT NULL

-- column campaign.household_count
integer NOT NULL

-- column campaign.pay_days
integer NOT NULL

-- column campaign.permille
integer

-- column campaign.planned_on
date NOT NULL

-- column campaign.replaces
text COLLATE C

-- column campaign.scope
text NOT NULL COLLATE C

-- column campaign.standard_fen
bigint

-- column campaign.target
text NOT NULL COLLATE C

-- column campaign.times
integer NOT NULL

-- column campaign.total_fen
bigint

-- column campaign.who
text NOT NULL COLLATE C

-- column campaign_ballot.at
text NOT NULL COLLATE C

-- column campaign_ballot.ballot_no
integer NOT NULL

-- column campaign_ballot.book_id
integer NOT NULL

-- column campaign_ballot.cast_on
date NOT NULL

-- column campaign_ballot.channel
text COLLATE C

-- column campaign_ballot.choice
text NOT NULL COLLATE C

-- column campaign_ballot.code
text NOT NULL COLLATE C

-- column campaign_ballot.proxy
text COLLATE C

-- column campaign_ballot.sub_id
integer NOT NULL

-- column campaign_ballot.who
text NOT NULL COLLATE C

-- column campaign_due.area
integer NOT NULL

-- column campaign_due.balance_fen
bigint NOT NULL

-- column campaign_due.book_id
integer NOT NULL

-- column campaign_due.campaign_id
integer NOT NULL

-- column campaign_due.due_fen
bigint NOT NULL

-- column campaign_due.initial_fen
bigint NOT NULL

-- column campaign_due.rule
text NOT NULL COLLATE C

-- column campaign_due.sub_id
integer NOT NULL

-- column campaign_elector.area
integer NOT NULL

-- column campaign_elector.book_id
integer NOT NULL

-- column campaign_elector.code
text NOT NULL COLLATE C

-- column campaign_elector.head_no
integer NOT NULL

-- column campaign_elector.heads
integer

-- column campaign_elector.sub_id
integer NOT NULL

-- column campaign_electorate.at
text NOT NULL COLLATE C

-- column campaign_electorate.book_id
integer NOT NULL

-- column campaign_electorate.code
text NOT NULL COLLATE C

-- column campaign_electorate.frozen_on
date NOT NULL

-- column campaign_electorate.led_by
integer NOT NULL

-- column campaign_electorate.who
text NOT NULL COLLATE C

-- column campaign_step.at
text NOT NULL COLLATE C

-- column campaign_step.book_id
integer NOT NULL

-- column campaign_step.campaign_id
integer NOT NULL

-- column campaign_step.dated_on
date NOT NULL

-- column campaign_step.first_due_on
date

-- column campaign_step.reason
text COLLATE C

-- column campaign_step.state
text NOT NULL COLLATE C

-- column campaign_step.step_no
integer NOT NULL

-- column campaign_step.vote
text COLLATE C

-- column campaign_step.who
text NOT NULL COLLATE C

-- column campaign_waiver.amount_fen
bigint NOT NULL

-- column campaign_waiver.asks
integer

-- column campaign_waiver.at
text NOT NULL COLLATE C

-- column campaign_waiver.book_id
integer NOT NULL

-- column campaign_waiver.campaign_id
integer NOT NULL

-- column campaign_waiver.reason
text NOT NULL COLLATE C

-- column campaign_waiver.sub_id
integer NOT NULL

-- column campaign_waiver.waiver_id
integer NOT NULL

-- column campaign_waiver.who
text NOT NULL COLLATE C

-- column carried_move.amount_fen
bigint NOT NULL

-- column carried_move.book_id
integer NOT NULL

-- column carried_move.event_no
integer NOT NULL

-- column carried_move.part
smallint NOT NULL

-- column carried_move.sub_id
integer NOT NULL

-- column carried_move.value_on
date NOT NULL

-- column chart.chart
text NOT NULL COLLATE C

-- column chart.name
text NOT NULL COLLATE C

-- column chart.source
text NOT NULL COLLATE C

-- column close_log.act
text NOT NULL COLLATE C

-- column close_log.at
text NOT NULL COLLATE C

-- column close_log.balance_root
bytea NOT NULL

-- column close_log.book_id
integer NOT NULL

-- column close_log.checkpoint
text NOT NULL COLLATE C

-- column close_log.close_no
integer NOT NULL

-- column close_log.log_size
integer NOT NULL

-- column close_log.master_digest
bytea NOT NULL

-- column close_log.period
integer NOT NULL

-- column close_log.reason
text COLLATE C

-- column close_log.root
bytea NOT NULL

-- column close_log.second
text COLLATE C

-- column close_log.statement_digest
bytea NOT NULL

-- column close_log.who
text NOT NULL COLLATE C

-- column custodian.code
text NOT NULL COLLATE C

-- column custodian.custodian_id
integer NOT NULL

-- column custodian.name
text NOT NULL COLLATE C

-- column custody.book_id
integer NOT NULL

-- column custody.estate_id
integer NOT NULL

-- column custody.event
text NOT NULL COLLATE C

-- column custody.evidence
bytea NOT NULL

-- column custody.fund_fen
bigint NOT NULL

-- column custody.notice_on
date NOT NULL

-- column custody.ordered_on
date NOT NULL

-- column custody.resolution
text NOT NULL COLLATE C

-- column custody.settled_fen
bigint NOT NULL

-- column custody.to_book_id
integer NOT NULL

-- column custody.undistributed_fen
bigint NOT NULL

-- column deposit.amount_fen
bigint NOT NULL

-- column deposit.attempt
integer NOT NULL

-- column deposit.bank_account_id
integer NOT NULL

-- column deposit.bank_ref
text COLLATE C

-- column deposit.book_id
integer NOT NULL

-- column deposit.dated_on
date NOT NULL

-- column deposit.deposit_key
text NOT NULL COLLATE C

-- column deposit.import_id
text NOT NULL COLLATE C

-- column deposit.payer
text COLLATE C

-- column deposit.payer_class
smallint NOT NULL

-- column deposit.purpose
text NOT NULL COLLATE C

-- column deposit.receipt
text COLLATE C

-- column deposit.sub_id
integer NOT NULL

-- column deposit.voucher_id
integer NOT NULL

-- column deposit_plan.at
text NOT NULL COLLATE C

-- column deposit_plan.book_id
integer NOT NULL

-- column deposit_plan.kind
text NOT NULL COLLATE C

-- column deposit_plan.made_on
date NOT NULL

-- column deposit_plan.plan_no
integer NOT NULL

-- column deposit_plan.reason
text NOT NULL COLLATE C

-- column deposit_plan.sub_id
integer NOT NULL

-- column deposit_plan.total_fen
bigint NOT NULL

-- column deposit_plan.who
text NOT NULL COLLATE C

-- column deposit_plan_step.amount_fen
bigint NOT NULL

-- column deposit_plan_step.book_id
integer NOT NULL

-- column deposit_plan_step.due_on
date NOT NULL

-- column deposit_plan_step.plan_no
integer NOT NULL

-- column deposit_plan_step.step_no
integer NOT NULL

-- column distribution.as_of
integer NOT NULL

-- column distribution.book_id
integer NOT NULL

-- column distribution.dated_on
date NOT NULL

-- column distribution.distribution_id
integer NOT NULL

-- column distribution.estate_id
integer NOT NULL

-- column distribution.first_on
date NOT NULL

-- column distribution.last_on
date NOT NULL

-- column distribution.made_at
text NOT NULL COLLATE C

-- column distribution.maker
text NOT NULL COLLATE C

-- column distribution.method
text NOT NULL COLLATE C

-- column distribution.sub_count
integer NOT NULL

-- column distribution.terms
text NOT NULL COLLATE C

-- column distribution.total_fen
bigint NOT NULL

-- column distribution.weight
bigint NOT NULL

-- column draft.body
text NOT NULL COLLATE C

-- column draft.book_id
integer NOT NULL

-- column draft.checker
text COLLATE C

-- column draft.dated_on
date NOT NULL

-- column draft.debit_fen
bigint NOT NULL

-- column draft.draft_id
integer NOT NULL

-- column draft.made_at
text NOT NULL COLLATE C

-- column draft.maker
text NOT NULL COLLATE C

-- column draft.reason
text COLLATE C

-- column draft.state
text NOT NULL COLLATE C

-- column draft.summary
text NOT NULL COLLATE C

-- column draft.voucher_id
integer

-- column draft_deposit.amount_fen
bigint NOT NULL

-- column draft_deposit.attempt
integer NOT NULL

-- column draft_deposit.bank_account_id
integer NOT NULL

-- column draft_deposit.bank_ref
text COLLATE C

-- column draft_deposit.book_id
integer NOT NULL

-- column draft_deposit.dated_on
date NOT NULL

-- column draft_deposit.deposit_key
text NOT NULL COLLATE C

-- column draft_deposit.draft_id
integer NOT NULL

-- column draft_deposit.import_id
text NOT NULL COLLATE C

-- column draft_deposit.payer
text COLLATE C

-- column draft_deposit.payer_class
smallint NOT NULL

-- column draft_deposit.purpose
text NOT NULL COLLATE C

-- column draft_deposit.receipt
text COLLATE C

-- column draft_deposit.sub_id
integer NOT NULL

-- column draft_house.book_id
integer NOT NULL

-- column draft_house.draft_id
integer NOT NULL

-- column draft_house.plan
text NOT NULL COLLATE C

-- column duty_grant.act
text NOT NULL COLLATE C

-- column duty_grant.at
text NOT NULL COLLATE C

-- column duty_grant.duty
text NOT NULL COLLATE C

-- column duty_grant.grant_id
integer NOT NULL

-- column duty_grant.name
text NOT NULL COLLATE C

-- column duty_grant.reason
text COLLATE C

-- column duty_grant.who
text NOT NULL COLLATE C

-- column earmark.amount_fen
bigint NOT NULL

-- column earmark.book_id
integer NOT NULL

-- column earmark.case_id
integer NOT NULL

-- column earmark.earmark_id
integer NOT NULL

-- column earmark.part
smallint NOT NULL

-- column earmark.sub_id
integer NOT NULL

-- column estate.code
text NOT NULL COLLATE C

-- column estate.custodian_id
integer NOT NULL

-- column estate.estate_id
integer NOT NULL

-- column estate.name
text NOT NULL COLLATE C

-- column floor_grant.at
text NOT NULL COLLATE C

-- column floor_grant.book_id
integer NOT NULL

-- column floor_grant.floor_fen
bigint NOT NULL

-- column floor_grant.grant_id
integer NOT NULL

-- column floor_grant.part
smallint NOT NULL

-- column floor_grant.reason
text NOT NULL COLLATE C

-- column floor_grant.second
text NOT NULL COLLATE C

-- column floor_grant.sub_id
integer NOT NULL

-- column floor_grant.who
text NOT NULL COLLATE C

-- column handover.at
text NOT NULL COLLATE C

-- column handover.giver
text NOT NULL COLLATE C

-- column handover.handed_on
date NOT NULL

-- column handover.handover_id
integer NOT NULL

-- column handover.is_absent
smallint NOT NULL

-- column handover.items
text NOT NULL COLLATE C

-- column handover.reason
text NOT NULL COLLATE C

-- column handover.supervisor
text NOT NULL COLLATE C

-- column handover.taker
text NOT NULL COLLATE C

-- column handover_signed.at
text NOT NULL COLLATE C

-- column handover_signed.handover_id
integer NOT NULL

-- column handover_signed.name
text NOT NULL COLLATE C

-- column handover_signed.sign_no
integer NOT NULL

-- column house_event.act
text NOT NULL COLLATE C

-- column house_event.area_gap
integer NOT NULL

-- column house_event.at
text NOT NULL COLLATE C

-- column house_event.book_id
integer NOT NULL

-- column house_event.change_id
integer NOT NULL

-- column house_event.dated_on
date NOT NULL

-- column house_event.event_no
integer NOT NULL

-- column house_event.reason
text NOT NULL COLLATE C

-- column house_event.voucher_id
integer

-- column house_event.who
text NOT NULL COLLATE C

-- column house_part.area
integer NOT NULL

-- column house_part.before_fen
bigint NOT NULL

-- column house_part.book_id
integer NOT NULL

-- column house_part.dated_on
date NOT NULL

-- column house_part.developer_fen
bigint NOT NULL

-- column house_part.due_fen
bigint NOT NULL

-- column house_part.earnings_fen
bigint NOT NULL

-- column house_part.event_no
integer NOT NULL

-- column house_part.kind
text NOT NULL COLLATE C

-- column house_part.kind_before
text COLLATE C

-- column house_part.owner_fen
bigint NOT NULL

-- column house_part.principal_fen
bigint NOT NULL

-- column house_part.role
text NOT NULL COLLATE C

-- column house_part.selling_unit_fen
bigint NOT NULL

-- column house_part.sub_id
integer NOT NULL

-- column household.area
integer NOT NULL

-- column household.book_id
integer NOT NULL

-- column household.building
text NOT NULL COLLATE C

-- column household.change_id
integer NOT NULL

-- column household.deposited_before_fen
bigint NOT NULL

-- column household.due_fen
bigint NOT NULL

-- column household.estate_id
integer NOT NULL

-- column household.floor
text COLLATE C

-- column household.heads
integer

-- column household.kind
text NOT NULL COLLATE C

-- column household.lift
smallint

-- column household.price_fen
bigint

-- column household.room
text NOT NULL COLLATE C

-- column household.selling_unit
text COLLATE C

-- column household.share_area
integer

-- column household.standard_fen
bigint

-- column household.structure
text COLLATE C

-- column household.sub_id
integer NOT NULL

-- column household.unit
text NOT NULL COLLATE C

-- column household.usage
text COLLATE C

-- column household.vote_area
integer

-- column household_due.book_id
integer NOT NULL

-- column household_due.change_id
integer NOT NULL

-- column household_due.due_fen
bigint NOT NULL

-- column household_due.fixed_on
date NOT NULL

-- column household_due.rate
bigint NOT NULL

-- column household_due.rule
text NOT NULL COLLATE C

-- column household_due.source
text NOT NULL COLLATE C

-- column household_due.sub_id
integer NOT NULL

-- column household_freeze.act
text NOT NULL COLLATE C

-- column household_freeze.at
text NOT NULL COLLATE C

-- column household_freeze.book_id
integer NOT NULL

-- column household_freeze.change_id
integer NOT NULL

-- column household_freeze.dated_on
date NOT NULL

-- column household_freeze.freeze_no
integer NOT NULL

-- column household_freeze.reason
text NOT NULL COLLATE C

-- column household_freeze.sub_id
integer NOT NULL

-- column household_freeze.who
text NOT NULL COLLATE C

-- column import_file.at
text NOT NULL COLLATE C

-- column import_file.import_id
text NOT NULL COLLATE C

-- column import_file.kind
text NOT NULL COLLATE C

-- column import_file.name
text NOT NULL COLLATE C

-- column import_file.row_count
integer NOT NULL

-- column import_file.who
text NOT NULL COLLATE C

-- column investment.bank_account_id
integer NOT NULL

-- column investment.book_id
integer NOT NULL

-- column investment.consent
text COLLATE C

-- column investment.due_on
date NOT NULL

-- column investment.investment_id
integer NOT NULL

-- column investment.kind
text NOT NULL COLLATE C

-- column investment.made_at
text NOT NULL COLLATE C

-- column investment.maker
text NOT NULL COLLATE C

-- column investment.name
text NOT NULL COLLATE C

-- column investment.principal_fen
bigint NOT NULL

-- column investment.rate_ppm
integer NOT NULL

-- column investment.ref
text NOT NULL COLLATE C

-- column investment.start_on
date NOT NULL

-- column line.account
text NOT NULL COLLATE C

-- column line.amount_fen
bigint NOT NULL

-- column line.bank_account_id
integer

-- column line.book_id
integer NOT NULL

-- column line.detail
text COLLATE C

-- column line.estate_id
integer

-- column line.line_no
integer NOT NULL

-- column line.side
text NOT NULL COLLATE C

-- column line.voucher_id
integer NOT NULL

-- column login.created_at
text NOT NULL COLLATE C

-- column login.display_name
text NOT NULL COLLATE C

-- column login.name
text NOT NULL COLLATE C

-- column lost_payment.amount_fen
bigint NOT NULL

-- column lost_payment.book_id
integer NOT NULL

-- column lost_payment.event
text NOT NULL COLLATE C

-- column lost_payment.lost_event
text NOT NULL COLLATE C

-- column lost_payment.lost_no
integer NOT NULL

-- column lost_payment.since
integer

-- column lost_payment.until
integer

-- column lost_refund.amount_fen
bigint NOT NULL

-- column lost_refund.book_id
integer NOT NULL

-- column lost_refund.earnings_fen
bigint NOT NULL

-- column lost_refund.event
text NOT NULL COLLATE C

-- column lost_refund.lost_no
integer NOT NULL

-- column lost_refund.payee
text NOT NULL COLLATE C

-- column lost_refund.payee_class
text NOT NULL COLLATE C

-- column lost_refund.principal_fen
bigint NOT NULL

-- column lost_refund.since
integer

-- column lost_refund.sub_id
integer NOT NULL

-- column lost_refund.until
integer

-- column master_change.at
text NOT NULL COLLATE C

-- column master_change.book_id
integer NOT NULL

-- column master_change.change_id
integer NOT NULL

-- column master_change.content
bytea NOT NULL

-- column master_change.kind
text NOT NULL COLLATE C

-- column master_change.leaf
bytea NOT NULL

-- column master_change.leaf_version
integer NOT NULL

-- column master_change.row_count
integer NOT NULL

-- column master_change.summary
text NOT NULL COLLATE C

-- column master_change.who
text NOT NULL COLLATE C

-- column month.book_id
integer NOT NULL

-- column month.close_no
integer NOT NULL

-- column month.period
integer NOT NULL

-- column month.state
text NOT NULL COLLATE C

-- column notice.at
text NOT NULL COLLATE C

-- column notice.book_id
integer NOT NULL

-- column notice.campaign_id
integer NOT NULL

-- column notice.code
text NOT NULL COLLATE C

-- column notice.dated_on
date NOT NULL

-- column notice.kind
text NOT NULL COLLATE C

-- column notice.notice_id
integer NOT NULL

-- column notice.now_fen
bigint NOT NULL

-- column notice.open_fen
bigint NOT NULL

-- column notice.owner
text COLLATE C

-- column notice.pay_until
date NOT NULL

-- column notice.sub_id
integer NOT NULL

-- column notice.urge_no
integer NOT NULL

-- column notice.who
text NOT NULL COLLATE C

-- column notice_delivery.at
text NOT NULL COLLATE C

-- column notice_delivery.book_id
integer NOT NULL

-- column notice_delivery.delivered_on
date NOT NULL

-- column notice_delivery.delivery_id
integer NOT NULL

-- column notice_delivery.manner
text NOT NULL COLLATE C

-- column notice_delivery.notice_id
integer NOT NULL

-- column notice_delivery.who
text NOT NULL COLLATE C

-- column number.book_id
integer NOT NULL

-- column number.last_no
integer NOT NULL

-- column number.period
integer NOT NULL

-- column number.word
text NOT NULL COLLATE C

-- column operator.at
text NOT NULL COLLATE C

-- column operator.code
text NOT NULL COLLATE C

-- column operator.name
text NOT NULL COLLATE C

-- column operator.networks
text NOT NULL COLLATE C

-- column operator.operator_id
integer NOT NULL

-- column operator.who
text NOT NULL COLLATE C

-- column payee.account
text NOT NULL COLLATE C

-- column payee.bank
text NOT NULL COLLATE C

-- column payee.made_at
text NOT NULL COLLATE C

-- column payee.made_by
text NOT NULL COLLATE C

-- column payee.name
text NOT NULL COLLATE C

-- column payee.payee_id
integer NOT NULL

-- column payee_confirmed.at
text NOT NULL COLLATE C

-- column payee_confirmed.payee_id
integer NOT NULL

-- column payee_confirmed.who
text NOT NULL COLLATE C

-- column plant_defect.act
text NOT NULL COLLATE C

-- column plant_defect.asset_id
integer NOT NULL

-- column plant_defect.at
text NOT NULL COLLATE C

-- column plant_defect.dated_on
date NOT NULL

-- column plant_defect.days
integer NOT NULL

-- column plant_defect.defect_no
integer NOT NULL

-- column plant_defect.handover_id
integer NOT NULL

-- column plant_defect.what
text NOT NULL COLLATE C

-- column plant_defect.who
text NOT NULL COLLATE C

-- column plant_handover.at
text NOT NULL COLLATE C

-- column plant_handover.code
text NOT NULL COLLATE C

-- column plant_handover.estate_id
integer NOT NULL

-- column plant_handover.handover_id
integer NOT NULL

-- column plant_handover.operator_id
integer NOT NULL

-- column plant_handover.who
text NOT NULL COLLATE C

-- column plant_item.asset_id
integer NOT NULL

-- column plant_item.handover_id
integer NOT NULL

-- column plant_step.at
text NOT NULL COLLATE C

-- column plant_step.body
text NOT NULL COLLATE C

-- column plant_step.dated_on
date NOT NULL

-- column plant_step.handover_id
integer NOT NULL

-- column plant_step.paper
text COLLATE C

-- column plant_step.sha256
bytea

-- column plant_step.state
text NOT NULL COLLATE C

-- column plant_step.step_no
integer NOT NULL

-- column plant_step.who
text NOT NULL COLLATE C

-- column project.at
text NOT NULL COLLATE C

-- column project.code
text NOT NULL COLLATE C

-- column project.custodian_id
integer NOT NULL

-- column project.name
text NOT NULL COLLATE C

-- column project.project_id
integer NOT NULL

-- column project.stored_on
date NOT NULL

-- column project.unit
text COLLATE C

-- column project.veteran
smallint NOT NULL

-- column project.who
text NOT NULL COLLATE C

-- column project_budget.at
text NOT NULL COLLATE C

-- column project_budget.budget_fen
bigint NOT NULL

-- column project_budget.budget_no
integer NOT NULL

-- column project_budget.dated_on
date NOT NULL

-- column project_budget.item_no
integer NOT NULL

-- column project_budget.project_id
integer NOT NULL

-- column project_budget.reason
text COLLATE C

-- column project_budget.who
text NOT NULL COLLATE C

-- column project_estate.area
bigint NOT NULL

-- column project_estate.building_count
integer NOT NULL

-- column project_estate.built_year
integer NOT NULL

-- column project_estate.estate_id
integer NOT NULL

-- column project_estate.estate_no
integer NOT NULL

-- column project_estate.household_count
integer NOT NULL

-- column project_estate.project_id
integer NOT NULL

-- column project_grant.amount_fen
bigint NOT NULL

-- column project_grant.at
text NOT NULL COLLATE C

-- column project_grant.dated_on
date NOT NULL

-- column project_grant.evidence
text NOT NULL COLLATE C

-- column project_grant.grant_no
integer NOT NULL

-- column project_grant.project_id
integer NOT NULL

-- column project_grant.source_no
integer NOT NULL

-- column project_grant.until_on
date

-- column project_grant.who
text NOT NULL COLLATE C

-- column project_item.at
text NOT NULL COLLATE C

-- column project_item.class
text NOT NULL COLLATE C

-- column project_item.estate_id
integer

-- column project_item.item_no
integer NOT NULL

-- column project_item.network
text COLLATE C

-- column project_item.project_id
integer NOT NULL

-- column project_item.title
text NOT NULL COLLATE C

-- column project_item.who
text NOT NULL COLLATE C

-- column project_item.work
text NOT NULL COLLATE C

-- column project_match.amount_fen
bigint NOT NULL

-- column project_match.at
text NOT NULL COLLATE C

-- column project_match.dated_on
date NOT NULL

-- column project_match.item_no
integer NOT NULL

-- column project_match.match_no
integer NOT NULL

-- column project_match.project_id
integer NOT NULL

-- column project_match.reason
text COLLATE C

-- column project_match.source_no
integer NOT NULL

-- column project_match.who
text NOT NULL COLLATE C

-- column project_source.at
text NOT NULL COLLATE C

-- column project_source.borrower
text COLLATE C

-- column project_source.cap_fen
bigint

-- column project_source.cap_permille
integer

-- column project_source.classes
text COLLATE C

-- column project_source.evidence
text NOT NULL COLLATE C

-- column project_source.from_on
date NOT NULL

-- column project_source.kind
text NOT NULL COLLATE C

-- column project_source.memo
smallint NOT NULL

-- column project_source.network
text COLLATE C

-- column project_source.of_no
integer

-- column project_source.payer
text NOT NULL COLLATE C

-- column project_source.project_id
integer NOT NULL

-- column project_source.rank
integer NOT NULL

-- column project_source.source_no
integer NOT NULL

-- column project_source.until_on
date

-- column project_source.who
text NOT NULL COLLATE C

-- column project_step.at
text NOT NULL COLLATE C

-- column project_step.dated_on
date NOT NULL

-- column project_step.evidence
text COLLATE C

-- column project_step.from_on
date

-- column project_step.project_id
integer NOT NULL

-- column project_step.state
text NOT NULL COLLATE C

-- column project_step.step_no
integer NOT NULL

-- column project_step.until_on
date

-- column project_step.who
text NOT NULL COLLATE C

-- column project_step.year
integer

-- column project_survey.at
text NOT NULL COLLATE C

-- column project_survey.dated_on
date NOT NULL

-- column project_survey.evidence
text NOT NULL COLLATE C

-- column project_survey.project_id
integer NOT NULL

-- column project_survey.survey_no
integer NOT NULL

-- column project_survey.who
text NOT NULL COLLATE C

-- column project_survey.wish_permille
integer NOT NULL

-- column reach_grant.act
text NOT NULL COLLATE C

-- column reach_grant.at
text NOT NULL COLLATE C

-- column reach_grant.custodian_id
integer

-- column reach_grant.estate_id
integer

-- column reach_grant.grant_id
integer NOT NULL

-- column reach_grant.household
text COLLATE C

-- column reach_grant.name
text NOT NULL COLLATE C

-- column reach_grant.reason
text COLLATE C

-- column reach_grant.who
text NOT NULL COLLATE C

-- column receipt_lot.at
text NOT NULL COLLATE C

-- column receipt_lot.book_id
integer NOT NULL

-- column receipt_lot.first_no
bigint NOT NULL

-- column receipt_lot.keeper
text NOT NULL COLLATE C

-- column receipt_lot.kind
text NOT NULL COLLATE C

-- column receipt_lot.last_no
bigint NOT NULL

-- column receipt_lot.lot_no
integer NOT NULL

-- column receipt_lot.prefix
text NOT NULL COLLATE C

-- column receipt_lot.received_on
date NOT NULL

-- column receipt_lot.width
integer NOT NULL

-- column receipt_use.at
text NOT NULL COLLATE C

-- column receipt_use.book_id
integer NOT NULL

-- column receipt_use.deposit_key
text COLLATE C

-- column receipt_use.lot_no
integer NOT NULL

-- column receipt_use.no
bigint NOT NULL

-- column receipt_use.receipt
text NOT NULL COLLATE C

-- column receipt_use.sub_id
integer NOT NULL

-- column receipt_use.use_no
integer NOT NULL

-- column receipt_use.voucher_id
integer NOT NULL

-- column receipt_use.who
text NOT NULL COLLATE C

-- column receipt_void.at
text NOT NULL COLLATE C

-- column receipt_void.book_id
integer NOT NULL

-- column receipt_void.lot_no
integer NOT NULL

-- column receipt_void.no
bigint NOT NULL

-- column receipt_void.reason
text NOT NULL COLLATE C

-- column receipt_void.receipt
text NOT NULL COLLATE C

-- column receipt_void.voided_on
date NOT NULL

-- column receipt_void.who
text NOT NULL COLLATE C

-- column rule_confirm.at
text NOT NULL COLLATE C

-- column rule_confirm.set_id
integer NOT NULL

-- column rule_confirm.who
text NOT NULL COLLATE C

-- column rule_value.at
text NOT NULL COLLATE C

-- column rule_value.confidence
text NOT NULL COLLATE C

-- column rule_value.custodian_id
integer NOT NULL

-- column rule_value.reason
text COLLATE C

-- column rule_value.rule
text NOT NULL COLLATE C

-- column rule_value.set_id
integer NOT NULL

-- column rule_value.single
smallint NOT NULL

-- column rule_value.source
text NOT NULL COLLATE C

-- column rule_value.valid_from
date NOT NULL

-- column rule_value.value
text NOT NULL COLLATE C

-- column rule_value.who
text NOT NULL COLLATE C

-- column share.amount_fen
bigint NOT NULL

-- column share.book_id
integer NOT NULL

-- column share.line_no
integer NOT NULL

-- column share.part
smallint NOT NULL

-- column share.payer_class
smallint

-- column share.sub_id
integer NOT NULL

-- column share.voucher_id
integer NOT NULL

-- column snapshot.amount_fen
bigint NOT NULL

-- column snapshot.book_id
integer NOT NULL

-- column snapshot.close_no
integer NOT NULL

-- column snapshot.moment
bigint NOT NULL

-- column snapshot.part
smallint NOT NULL

-- column snapshot.period
integer NOT NULL

-- column snapshot.sub_id
integer NOT NULL

-- column statement.body
text NOT NULL COLLATE C

-- column statement.book_id
integer NOT NULL

-- column statement.close_no
integer NOT NULL

-- column statement.digest
bytea NOT NULL

-- column statement.form
text NOT NULL COLLATE C

-- column statement.period
integer NOT NULL

-- column sub_account.book_id
integer NOT NULL

-- column sub_account.code
text NOT NULL COLLATE C

-- column sub_account.control
text NOT NULL COLLATE C

-- column sub_account.estate_id
integer

-- column sub_account.kind
text NOT NULL COLLATE C

-- column sub_account.sub_id
integer NOT NULL

-- column sub_balance.amount_fen
bigint NOT NULL

-- column sub_balance.book_id
integer NOT NULL

-- column sub_balance.earmark_fen
bigint NOT NULL

-- column sub_balance.earmark_id
integer NOT NULL

-- column sub_balance.floor_fen
bigint NOT NULL

-- column sub_balance.grant_id
integer NOT NULL

-- column sub_balance.moment
bigint NOT NULL

-- column sub_balance.part
smallint NOT NULL

-- column sub_balance.received_fen
bigint NOT NULL

-- column sub_balance.sub_id
integer NOT NULL

-- column sub_balance.voucher_id
integer NOT NULL

-- column sub_close.book_id
integer NOT NULL

-- column sub_close.cause
text NOT NULL COLLATE C

-- column sub_close.closed_on
date NOT NULL

-- column sub_close.event
text NOT NULL COLLATE C

-- column sub_close.reason
text NOT NULL COLLATE C

-- column sub_close.since
integer

-- column sub_close.sub_id
integer NOT NULL

-- column sub_close.until
integer

-- column title.book_id
integer NOT NULL

-- column title.change_id
integer NOT NULL

-- column title.id_no
text COLLATE C

-- column title.owned_from
date

-- column title.owned_until
date

-- column title.owner
text NOT NULL COLLATE C

-- column title.phone
text COLLATE C

-- column title.share_den
integer NOT NULL

-- column title.share_num
integer NOT NULL

-- column title.sub_id
integer NOT NULL

-- column title.title_no
integer NOT NULL

-- column trail.act
text NOT NULL COLLATE C

-- column trail.after
text COLLATE C

-- column trail.at
text NOT NULL COLLATE C

-- column trail.before
text COLLATE C

-- column trail.book_id
integer NOT NULL

-- column trail.outcome
text NOT NULL COLLATE C

-- column trail.subject
text NOT NULL COLLATE C

-- column trail.trail_id
text NOT NULL COLLATE C

-- column trail.who
text NOT NULL COLLATE C

-- column turnover.account
text NOT NULL COLLATE C

-- column turnover.bank_account_id
integer NOT NULL

-- column turnover.book_id
integer NOT NULL

-- column turnover.credit_fen
bigint NOT NULL

-- column turnover.debit_fen
bigint NOT NULL

-- column turnover.estate_id
integer NOT NULL

-- column turnover.kind
text NOT NULL COLLATE C

-- column turnover.period
integer NOT NULL

-- column turnover.voucher_id
integer NOT NULL

-- column usage_asset.asset_id
integer

-- column usage_asset.book_id
integer NOT NULL

-- column usage_asset.case_id
integer NOT NULL

-- column usage_asset.item_no
integer NOT NULL

-- column usage_asset.network
text COLLATE C

-- column usage_ballot.at
text NOT NULL COLLATE C

-- column usage_ballot.ballot_no
integer NOT NULL

-- column usage_ballot.book_id
integer NOT NULL

-- column usage_ballot.case_id
integer NOT NULL

-- column usage_ballot.cast_on
date NOT NULL

-- column usage_ballot.channel
text COLLATE C

-- column usage_ballot.choice
text NOT NULL COLLATE C

-- column usage_ballot.proxy
text COLLATE C

-- column usage_ballot.sub_id
integer NOT NULL

-- column usage_ballot.who
text NOT NULL COLLATE C

-- column usage_basis.basis
text NOT NULL COLLATE C

-- column usage_basis.book_id
integer NOT NULL

-- column usage_basis.case_id
integer NOT NULL

-- column usage_basis.weights
text COLLATE C

-- column usage_bearer.area
integer NOT NULL

-- column usage_bearer.book_id
integer NOT NULL

-- column usage_bearer.case_id
integer NOT NULL

-- column usage_bearer.deposited_fen
bigint NOT NULL

-- column usage_bearer.kind
text NOT NULL COLLATE C

-- column usage_bearer.sub_id
integer NOT NULL

-- column usage_bearer.weight
bigint NOT NULL

-- column usage_case.amount_fen
bigint NOT NULL

-- column usage_case.approved_by
text COLLATE C

-- column usage_case.approved_on
date

-- column usage_case.book_id
integer NOT NULL

-- column usage_case.case_id
integer NOT NULL

-- column usage_case.code
text NOT NULL COLLATE C

-- column usage_case.consent
text COLLATE C

-- column usage_case.drafted_by
text NOT NULL COLLATE C

-- column usage_case.drafted_on
date NOT NULL

-- column usage_case.estate_id
integer NOT NULL

-- column usage_case.path
text NOT NULL COLLATE C

-- column usage_case.payee
text NOT NULL COLLATE C

-- column usage_case.scope
text NOT NULL COLLATE C

-- column usage_case.state
text NOT NULL COLLATE C

-- column usage_case.title
text NOT NULL COLLATE C

-- column usage_case.total_fen
bigint NOT NULL

-- column usage_case.voucher_id
integer

-- column usage_elector.area
integer NOT NULL

-- column usage_elector.book_id
integer NOT NULL

-- column usage_elector.case_id
integer NOT NULL

-- column usage_elector.head_no
integer NOT NULL

-- column usage_elector.heads
integer

-- column usage_elector.sub_id
integer NOT NULL

-- column usage_electorate.at
text NOT NULL COLLATE C

-- column usage_electorate.book_id
integer NOT NULL

-- column usage_electorate.case_id
integer NOT NULL

-- column usage_electorate.frozen_on
date NOT NULL

-- column usage_electorate.who
text NOT NULL COLLATE C

-- column usage_event.act
text NOT NULL COLLATE C

-- column usage_event.at
text NOT NULL COLLATE C

-- column usage_event.book_id
integer NOT NULL

-- column usage_event.case_id
integer NOT NULL

-- column usage_event.dated_on
date NOT NULL

-- column usage_event.event_no
integer NOT NULL

-- column usage_event.from_state
text NOT NULL COLLATE C

-- column usage_event.reason
text COLLATE C

-- column usage_event.to_state
text NOT NULL COLLATE C

-- column usage_event.who
text NOT NULL COLLATE C

-- column usage_paper.at
text NOT NULL COLLATE C

-- column usage_paper.book_id
integer NOT NULL

-- column usage_paper.case_id
integer NOT NULL

-- column usage_paper.dated_on
date NOT NULL

-- column usage_paper.kind
text NOT NULL COLLATE C

-- column usage_paper.name
text NOT NULL COLLATE C

-- column usage_paper.paper_no
integer NOT NULL

-- column usage_paper.sha256
bytea NOT NULL

-- column usage_paper.size
bigint NOT NULL

-- column usage_paper.who
text NOT NULL COLLATE C

-- column usage_payee.act
text NOT NULL COLLATE C

-- column usage_payee.at
text NOT NULL COLLATE C

-- column usage_payee.book_id
integer NOT NULL

-- column usage_payee.case_id
integer NOT NULL

-- column usage_payee.dated_on
date NOT NULL

-- column usage_payee.paper
text NOT NULL COLLATE C

-- column usage_payee.part
text NOT NULL COLLATE C

-- column usage_payee.payee
text NOT NULL COLLATE C

-- column usage_payee.payee_no
integer NOT NULL

-- column usage_payee.who
text NOT NULL COLLATE C

-- column usage_payment.amount_fen
bigint NOT NULL

-- column usage_payment.bank_account_id
integer

-- column usage_payment.book_id
integer NOT NULL

-- column usage_payment.case_id
integer NOT NULL

-- column usage_payment.draft_id
integer

-- column usage_payment.fund_fen
bigint NOT NULL

-- column usage_payment.invoice
text COLLATE C

-- column usage_payment.kind
text NOT NULL COLLATE C

-- column usage_payment.ordered_on
date NOT NULL

-- column usage_payment.payee
text NOT NULL COLLATE C

-- column usage_payment.payment_no
integer NOT NULL

-- column usage_payment.reason
text COLLATE C

-- column usage_payment.repeats_no
integer

-- column usage_payment.request_key
text COLLATE C

-- column usage_payment.returns_no
integer

-- column usage_payment.stage
text COLLATE C

-- column usage_payment.to_state
text NOT NULL COLLATE C

-- column usage_payment.voucher_id
integer

-- column usage_payment.who
text NOT NULL COLLATE C

-- column usage_settlement.at
text NOT NULL COLLATE C

-- column usage_settlement.audit_paper
text COLLATE C

-- column usage_settlement.audited_fen
bigint

-- column usage_settlement.book_id
integer NOT NULL

-- column usage_settlement.case_id
integer NOT NULL

-- column usage_settlement.dated_on
date NOT NULL

-- column usage_settlement.final_fen
bigint NOT NULL

-- column usage_settlement.payment_no
integer

-- column usage_settlement.reason
text COLLATE C

-- column usage_settlement.retained_fen
bigint NOT NULL

-- column usage_settlement.retained_until
date

-- column usage_settlement.settlement_no
integer NOT NULL

-- column usage_settlement.who
text NOT NULL COLLATE C

-- column usage_share.area
integer NOT NULL

-- column usage_share.book_id
integer NOT NULL

-- column usage_share.case_id
integer NOT NULL

-- column usage_share.earnings_fen
bigint NOT NULL

-- column usage_share.payer
text NOT NULL COLLATE C

-- column usage_share.principal_fen
bigint NOT NULL

-- column usage_share.share_fen
bigint NOT NULL

-- column usage_share.share_no
integer NOT NULL

-- column usage_share.sub_id
integer

-- column usage_share.to_collect_fen
bigint NOT NULL

-- column usage_step.at
text NOT NULL COLLATE C

-- column usage_step.book_id
integer NOT NULL

-- column usage_step.case_id
integer NOT NULL

-- column usage_step.dated_on
date NOT NULL

-- column usage_step.note
text COLLATE C

-- column usage_step.paper_no
integer

-- column usage_step.step
text NOT NULL COLLATE C

-- column usage_step.step_no
integer NOT NULL

-- column usage_step.until_on
date

-- column usage_step.who
text NOT NULL COLLATE C

-- column usage_weight.area
integer

-- column usage_weight.book_id
integer NOT NULL

-- column usage_weight.case_id
integer NOT NULL

-- column usage_weight.den
integer

-- column usage_weight.excluded
text COLLATE C

-- column usage_weight.num
integer

-- column usage_weight.sub_id
integer NOT NULL

-- column voucher.attachment_count
integer NOT NULL

-- column voucher.book_id
integer NOT NULL

-- column voucher.case_id
integer

-- column voucher.checker
text COLLATE C

-- column voucher.corrects
integer

-- column voucher.dated_on
date NOT NULL

-- column voucher.debit_fen
bigint NOT NULL

-- column voucher.estate_id
integer

-- column voucher.event
text COLLATE C

-- column voucher.evidence
bytea

-- column voucher.kind
text NOT NULL COLLATE C

-- column voucher.leaf
bytea NOT NULL

-- column voucher.leaf_version
integer NOT NULL

-- column voucher.line_count
integer NOT NULL

-- column voucher.maker
text NOT NULL COLLATE C

-- column voucher.no
integer NOT NULL

-- column voucher.period
integer NOT NULL

-- column voucher.posted_at
text NOT NULL COLLATE C

-- column voucher.poster
text COLLATE C

-- column voucher.request_key
text NOT NULL COLLATE C

-- column voucher.reverses
integer

-- column voucher.share_count
integer NOT NULL

-- column voucher.summary
text NOT NULL COLLATE C

-- column voucher.value_on
date NOT NULL

-- column voucher.voucher_id
integer NOT NULL

-- column voucher.word
text NOT NULL COLLATE C

-- constraint account.account_pkey
PRIMARY KEY (chart, account)

-- constraint account.ck_account_class
CHECK ((class = ANY (ARRAY['ASSET'::text, 'LIABILITY'::text, 'NET_ASSET'::text, 'INCOME'::text, 'EXPENDITURE'::text])))

-- constraint account.ck_account_control
CHECK ((control = ANY (ARRAY[0, 1, 2])))

-- constraint account.ck_account_names_bank
CHECK ((names_bank = ANY (ARRAY[0, 1])))

-- constraint account.ck_account_side
CHECK ((side = ANY (ARRAY['D'::text, 'C'::text])))

-- constraint account.fk_account_chart
FOREIGN KEY (chart) REFERENCES chart(chart)

-- constraint account_rule.account_rule_pkey
PRIMARY KEY (chart, account, fund_type, valid_from)

-- constraint account_rule.ck_account_rule_confidence
CHECK ((confidence = ANY (ARRAY['T'::text, 'S'::text, 'C'::text, 'M'::text, 'D'::text, 'R'::text])))

-- constraint account_rule.ck_account_rule_fund_type
CHECK ((fund_type = ANY (ARRAY[''::text, 'C'::text, 'P'::text])))

-- constraint account_rule.ck_account_rule_names_estate
CHECK ((names_estate = ANY (ARRAY[0, 1])))

-- constraint account_rule.ck_account_rule_valid_from
CHECK ((EXTRACT(day FROM valid_from) = (1)::numeric))

-- constraint account_rule.fk_account_rule_account
FOREIGN KEY (chart, account) REFERENCES account(chart, account)

-- constraint account_rule.fk_account_rule_closes_to
FOREIGN KEY (chart, closes_to) REFERENCES account(chart, account)

-- constraint account_snapshot.account_snapshot_pkey
PRIMARY KEY (book_id, period, close_no, account, estate_id, bank_account_id)

-- constraint asset.asset_pkey
PRIMARY KEY (asset_id)

-- constraint asset.ck_asset_quantity
CHECK ((quantity_milli > 0))

-- constraint asset.fk_asset_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint asset.uq_asset_code
UNIQUE (code)

-- constraint asset_cost.asset_cost_pkey
PRIMARY KEY (asset_id, cost_no, source)

-- constraint asset_cost.ck_asset_cost_amount
CHECK ((amount_fen > 0))

-- constraint asset_cost.ck_asset_cost_evidence
CHECK ((evidence = ANY (ARRAY['final'::text, 'provisional'::text, 'valuation'::text, 'nominal'::text])))

-- constraint asset_cost.ck_asset_cost_source
CHECK ((source <> ''::text))

-- constraint asset_cost.fk_asset_cost_asset
FOREIGN KEY (asset_id) REFERENCES asset(asset_id)

-- constraint asset_holding.asset_holding_pkey
PRIMARY KEY (asset_id, role, turn_no)

-- constraint asset_holding.ck_asset_holding_holder
CHECK ((holder = ANY (ARRAY['OWNERS'::text, 'GOVERNMENT'::text, 'OPERATOR'::text])))

-- constraint asset_holding.ck_asset_holding_operator
CHECK (((holder = 'OPERATOR'::text) = (operator_id IS NOT NULL)))

-- constraint asset_holding.ck_asset_holding_role
CHECK ((role = ANY (ARRAY['OWNER'::text, 'KEEPER'::text])))

-- constraint asset_holding.ck_asset_holding_turn
CHECK (((turn_no = 1) = (handover_id IS NULL)))

-- constraint asset_holding.fk_asset_holding_asset
FOREIGN KEY (asset_id) REFERENCES asset(asset_id) DEFERRABLE INITIALLY DEFERRED

-- constraint asset_holding.fk_asset_holding_handover
FOREIGN KEY (handover_id) REFERENCES plant_handover(handover_id)

-- constraint asset_holding.fk_asset_holding_operator
FOREIGN KEY (operator_id) REFERENCES operator(operator_id)

-- constraint asset_paper.asset_paper_pkey
PRIMARY KEY (asset_id, paper_no)

-- constraint asset_paper.ck_asset_paper_kind
CHECK ((kind = ANY (ARRAY['drawing'::text, 'settlement'::text, 'valuation'::text, 'warranty'::text, 'photo'::text, 'other'::text])))

-- constraint asset_paper.fk_asset_paper_asset
FOREIGN KEY (asset_id) REFERENCES asset(asset_id)

-- constraint balance_root.balance_root_pkey
PRIMARY KEY (book_id, period, close_no, estate_id)

-- constraint balance_root.ck_balance_root_root
CHECK ((length(root) = 32))

-- constraint bank_account.bank_account_pkey
PRIMARY KEY (bank_account_id)

-- constraint bank_account.ck_bank_account_fund_type
CHECK ((fund_type = ANY (ARRAY['C'::text, 'P'::text])))

-- constraint bank_account.fk_bank_account_custodian
FOREIGN KEY (custodian_id) REFERENCES custodian(custodian_id)

-- constraint bank_account.uq_bank_account_number
UNIQUE (number)

-- constraint bank_movement.bank_movement_pkey
PRIMARY KEY (book_id, bank_account_id, bank_ref, turn)

-- constraint bank_movement.ck_bank_movement_amount
CHECK ((amount_fen <> 0))

-- constraint bank_movement.ck_bank_movement_kind
CHECK ((kind <> ''::text))

-- constraint bank_movement.ck_bank_movement_one
CHECK (((draft_id IS NULL) <> (voucher_id IS NULL)))

-- constraint bank_movement.ck_bank_movement_ref
CHECK ((bank_ref <> ''::text))

-- constraint bank_movement.fk_bank_movement_bank_account
FOREIGN KEY (bank_account_id) REFERENCES bank_account(bank_account_id)

-- constraint bank_movement.fk_bank_movement_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint bank_movement.fk_bank_movement_draft
FOREIGN KEY (book_id, draft_id) REFERENCES draft(book_id, draft_id)

-- constraint bank_movement.fk_bank_movement_voucher
FOREIGN KEY (book_id, voucher_id) REFERENCES voucher(book_id, voucher_id)

-- constraint benefit_due.benefit_due_pkey
PRIMARY KEY (book_id, plan_id, sub_id)

-- constraint benefit_due.ck_benefit_due_area
CHECK ((area >= 0))

-- constraint benefit_due.ck_benefit_due_due
CHECK ((due_fen >= 0))

-- constraint benefit_due.ck_benefit_due_weight
CHECK ((weight >= 0))

-- constraint benefit_due.fk_benefit_due_household
FOREIGN KEY (book_id, sub_id) REFERENCES household(book_id, sub_id)

-- constraint benefit_due.fk_benefit_due_plan
FOREIGN KEY (book_id, plan_id) REFERENCES benefit_plan(book_id, plan_id) DEFERRABLE INITIALLY DEFERRED

-- constraint benefit_move.benefit_move_pkey
PRIMARY KEY (book_id, move_id)

-- constraint benefit_move.ck_benefit_move_act
CHECK ((act = ANY (ARRAY['PAID'::text, 'ASKED'::text, 'GRANTED'::text, 'FUND'::text])))

-- constraint benefit_move.ck_benefit_move_amount
CHECK ((amount_fen > 0))

-- constraint benefit_move.ck_benefit_move_evidence
CHECK ((evidence <> ''::text))

-- constraint benefit_move.ck_benefit_move_fund
CHECK (((case_id IS NOT NULL) = (act = 'FUND'::text)))

-- constraint benefit_move.ck_benefit_move_granted
CHECK (((asks IS NOT NULL) = (act = 'GRANTED'::text)))

-- constraint benefit_move.fk_benefit_move_asks
FOREIGN KEY (book_id, asks) REFERENCES benefit_move(book_id, move_id)

-- constraint benefit_move.fk_benefit_move_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint benefit_move.fk_benefit_move_due
FOREIGN KEY (book_id, plan_id, sub_id) REFERENCES benefit_due(book_id, plan_id, sub_id)

-- constraint benefit_move.uq_benefit_move_asks
UNIQUE (book_id, asks)

-- constraint benefit_plan.benefit_plan_pkey
PRIMARY KEY (book_id, plan_id)

-- constraint benefit_plan.ck_benefit_plan_basis
CHECK ((basis = ANY (ARRAY['area'::text, 'equal'::text, 'coefficient'::text, 'agreed'::text])))

-- constraint benefit_plan.ck_benefit_plan_book
CHECK ((book_fen >= 0))

-- constraint benefit_plan.ck_benefit_plan_household_count
CHECK ((household_count > 0))

-- constraint benefit_plan.ck_benefit_plan_plan_no
CHECK ((plan_no > 0))

-- constraint benefit_plan.ck_benefit_plan_resident
CHECK ((resident_fen > 0))

-- constraint benefit_plan.fk_benefit_plan_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint benefit_plan.fk_benefit_plan_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint benefit_plan.fk_benefit_plan_item
FOREIGN KEY (project_id, item_no) REFERENCES project_item(project_id, item_no)

-- constraint benefit_plan.uq_benefit_plan_no
UNIQUE (book_id, project_id, item_no, plan_no)

-- constraint book.book_pkey
PRIMARY KEY (book_id)

-- constraint book.ck_book_fund_type
CHECK (((fund_type = ANY (ARRAY[''::text, 'C'::text, 'P'::text])) AND ((kind <> 'FUND'::text) OR (fund_type <> ''::text))))

-- constraint book.ck_book_kind
CHECK ((kind = ANY (ARRAY['FUND'::text, 'PROJECT'::text, 'OPERATOR'::text, 'COMMON'::text])))

-- constraint book.ck_book_reopening
CHECK ((reopening = ANY (ARRAY[0, 1])))

-- constraint book.ck_book_salt
CHECK ((length(salt) = 32))

-- constraint book.fk_book_chart
FOREIGN KEY (chart) REFERENCES chart(chart)

-- constraint book.fk_book_custodian
FOREIGN KEY (custodian_id) REFERENCES custodian(custodian_id)

-- constraint book.uq_book_code
UNIQUE (code)

-- constraint book_head.book_head_pkey
PRIMARY KEY (book_id)

-- constraint book_head.ck_book_head_frontier
CHECK (((frontier_size >= 0) AND (frontier_size <= log_size)))

-- constraint book_head.fk_book_head_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint campaign.campaign_pkey
PRIMARY KEY (book_id, campaign_id)

-- constraint campaign.ck_campaign_chosen
CHECK ((chosen = ANY (ARRAY['LOW'::text, 'ALL'::text])))

-- constraint campaign.ck_campaign_due
CHECK ((due_fen > 0))

-- constraint campaign.ck_campaign_every_months
CHECK (((every_months >= 1) AND (every_months <= 120)))

-- constraint campaign.ck_campaign_household_count
CHECK ((household_count > 0))

-- constraint campaign.ck_campaign_pay_days
CHECK (((pay_days >= 0) AND (pay_days <= 3650)))

-- constraint campaign.ck_campaign_permille
CHECK (((permille >= 1) AND (permille <= 1000)))

-- constraint campaign.ck_campaign_standard
CHECK ((standard_fen > 0))

-- constraint campaign.ck_campaign_target
CHECK ((target = ANY (ARRAY['initial'::text, 'current_standard'::text, 'ratio'::text, 'decided'::text])))

-- constraint campaign.ck_campaign_times
CHECK (((times >= 1) AND (times <= 120)))

-- constraint campaign.ck_campaign_total
CHECK ((total_fen > 0))

-- constraint campaign.fk_campaign_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint campaign.fk_campaign_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint campaign.uq_campaign_code
UNIQUE (book_id, code)

-- constraint campaign_ballot.campaign_ballot_pkey
PRIMARY KEY (book_id, code, ballot_no)

-- constraint campaign_ballot.ck_campaign_ballot_choice
CHECK ((choice = ANY (ARRAY['agree'::text, 'against'::text, 'abstain'::text, 'object'::text])))

-- constraint campaign_ballot.fk_campaign_ballot_elector
FOREIGN KEY (book_id, code, sub_id) REFERENCES campaign_elector(book_id, code, sub_id)

-- constraint campaign_due.campaign_due_pkey
PRIMARY KEY (book_id, campaign_id, sub_id)

-- constraint campaign_due.ck_campaign_due_due
CHECK ((due_fen > 0))

-- constraint campaign_due.ck_campaign_due_rule
CHECK ((rule = ANY (ARRAY['REFILL'::text, 'BUILD_UP'::text])))

-- constraint campaign_due.fk_campaign_due_campaign
FOREIGN KEY (book_id, campaign_id) REFERENCES campaign(book_id, campaign_id) DEFERRABLE INITIALLY DEFERRED

-- constraint campaign_due.fk_campaign_due_sub_account
FOREIGN KEY (book_id, sub_id) REFERENCES sub_account(book_id, sub_id)

-- constraint campaign_elector.campaign_elector_pkey
PRIMARY KEY (book_id, code, sub_id)

-- constraint campaign_elector.ck_campaign_elector_area
CHECK ((area >= 0))

-- constraint campaign_elector.ck_campaign_elector_head_no
CHECK ((head_no >= 1))

-- constraint campaign_elector.ck_campaign_elector_heads
CHECK ((heads >= 0))

-- constraint campaign_elector.fk_campaign_elector_electorate
FOREIGN KEY (book_id, code) REFERENCES campaign_electorate(book_id, code) DEFERRABLE INITIALLY DEFERRED

-- constraint campaign_elector.fk_campaign_elector_household
FOREIGN KEY (book_id, sub_id) REFERENCES household(book_id, sub_id)

-- constraint campaign_electorate.campaign_electorate_pkey
PRIMARY KEY (book_id, code)

-- constraint campaign_electorate.fk_campaign_electorate_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint campaign_step.campaign_step_pkey
PRIMARY KEY (book_id, campaign_id, step_no)

-- constraint campaign_step.ck_campaign_step_state
CHECK ((state = ANY (ARRAY['VOTED'::text, 'BY_RULE'::text, 'STOPPED'::text, 'REPLACED'::text])))

-- constraint campaign_step.fk_campaign_step_campaign
FOREIGN KEY (book_id, campaign_id) REFERENCES campaign(book_id, campaign_id)

-- constraint campaign_waiver.campaign_waiver_pkey
PRIMARY KEY (book_id, waiver_id)

-- constraint campaign_waiver.ck_campaign_waiver_amount
CHECK ((amount_fen > 0))

-- constraint campaign_waiver.ck_campaign_waiver_reason
CHECK ((reason <> ''::text))

-- constraint campaign_waiver.fk_campaign_waiver_asks
FOREIGN KEY (book_id, asks) REFERENCES campaign_waiver(book_id, waiver_id)

-- constraint campaign_waiver.fk_campaign_waiver_due
FOREIGN KEY (book_id, campaign_id, sub_id) REFERENCES campaign_due(book_id, campaign_id, sub_id)

-- constraint campaign_waiver.uq_campaign_waiver_asks
UNIQUE (book_id, asks)

-- constraint carried_move.carried_move_pkey
PRIMARY KEY (book_id, event_no, sub_id, part, value_on)

-- constraint carried_move.ck_carried_move_amount
CHECK ((amount_fen <> 0))

-- constraint carried_move.ck_carried_move_part
CHECK ((part = ANY (ARRAY[0, 1])))

-- constraint carried_move.fk_carried_move_event
FOREIGN KEY (book_id, event_no) REFERENCES house_event(book_id, event_no) DEFERRABLE INITIALLY DEFERRED

-- constraint carried_move.fk_carried_move_sub_account
FOREIGN KEY (book_id, sub_id) REFERENCES sub_account(book_id, sub_id)

-- constraint chart.chart_pkey
PRIMARY KEY (chart)

-- constraint close_log.ck_close_log_act
CHECK ((act = ANY (ARRAY['CLOSE'::text, 'REOPEN'::text, 'LOCK'::text])))

-- constraint close_log.ck_close_log_second
CHECK (((act = 'CLOSE'::text) OR ((second IS NOT NULL) AND (second <> who) AND (reason IS NOT NULL) AND (reason <> ''::text))))

-- constraint close_log.close_log_pkey
PRIMARY KEY (book_id, period, close_no, act)

-- constraint close_log.fk_close_log_month
FOREIGN KEY (book_id, period) REFERENCES month(book_id, period)

-- constraint custodian.custodian_pkey
PRIMARY KEY (custodian_id)

-- constraint custodian.uq_custodian_code
UNIQUE (code)

-- constraint custody.ck_custody_evidence
CHECK ((length(evidence) = 32))

-- constraint custody.ck_custody_fund
CHECK ((fund_fen >= 0))

-- constraint custody.ck_custody_notice_on
CHECK ((notice_on <= ordered_on))

-- constraint custody.ck_custody_resolution
CHECK ((resolution <> ''::text))

-- constraint custody.ck_custody_settled
CHECK ((settled_fen >= 0))

-- constraint custody.ck_custody_to_book
CHECK ((to_book_id <> book_id))

-- constraint custody.ck_custody_undistributed
CHECK ((undistributed_fen >= 0))

-- constraint custody.custody_pkey
PRIMARY KEY (book_id, event)

-- constraint custody.fk_custody_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint custody.fk_custody_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint custody.fk_custody_to_book
FOREIGN KEY (to_book_id) REFERENCES book(book_id)

-- constraint deposit.deposit_pkey
PRIMARY KEY (book_id, deposit_key, attempt)

-- constraint deposit.fk_deposit_import
FOREIGN KEY (import_id) REFERENCES import_file(import_id)

-- constraint deposit.fk_deposit_sub_account
FOREIGN KEY (book_id, sub_id) REFERENCES sub_account(book_id, sub_id)

-- constraint deposit.fk_deposit_voucher
FOREIGN KEY (book_id, voucher_id) REFERENCES voucher(book_id, voucher_id) DEFERRABLE INITIALLY DEFERRED

-- constraint deposit_plan.ck_deposit_plan_kind
CHECK ((kind = ANY (ARRAY['INSTALMENTS'::text, 'DEFERRED'::text, 'ENDED'::text])))

-- constraint deposit_plan.ck_deposit_plan_reason
CHECK ((reason <> ''::text))

-- constraint deposit_plan.ck_deposit_plan_total
CHECK ((total_fen >= 0))

-- constraint deposit_plan.deposit_plan_pkey
PRIMARY KEY (book_id, plan_no)

-- constraint deposit_plan.fk_deposit_plan_household
FOREIGN KEY (book_id, sub_id) REFERENCES household(book_id, sub_id)

-- constraint deposit_plan_step.ck_deposit_plan_step_amount
CHECK ((amount_fen > 0))

-- constraint deposit_plan_step.deposit_plan_step_pkey
PRIMARY KEY (book_id, plan_no, step_no)

-- constraint deposit_plan_step.fk_deposit_plan_step_plan
FOREIGN KEY (book_id, plan_no) REFERENCES deposit_plan(book_id, plan_no)

-- constraint distribution.ck_distribution_method
CHECK ((method = ANY (ARRAY['pooled'::text, 'rate_table'::text, 'flat'::text])))

-- constraint distribution.ck_distribution_period
CHECK (((first_on <= last_on) AND (last_on <= dated_on)))

-- constraint distribution.ck_distribution_total
CHECK ((total_fen > 0))

-- constraint distribution.distribution_pkey
PRIMARY KEY (book_id, distribution_id)

-- constraint distribution.fk_distribution_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint draft.ck_draft_checker
CHECK ((checker <> maker))

-- constraint draft.ck_draft_state
CHECK ((state = ANY (ARRAY['DRAFT'::text, 'CHECKED'::text, 'RETURNED'::text, 'POSTED'::text])))

-- constraint draft.draft_pkey
PRIMARY KEY (book_id, draft_id)

-- constraint draft.fk_draft_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint draft_deposit.draft_deposit_pkey
PRIMARY KEY (book_id, deposit_key)

-- constraint draft_deposit.fk_draft_deposit_draft
FOREIGN KEY (book_id, draft_id) REFERENCES draft(book_id, draft_id)

-- constraint draft_deposit.fk_draft_deposit_import
FOREIGN KEY (import_id) REFERENCES import_file(import_id)

-- constraint draft_deposit.fk_draft_deposit_sub_account
FOREIGN KEY (book_id, sub_id) REFERENCES sub_account(book_id, sub_id)

-- constraint draft_house.draft_house_pkey
PRIMARY KEY (book_id, draft_id)

-- constraint draft_house.fk_draft_house_draft
FOREIGN KEY (book_id, draft_id) REFERENCES draft(book_id, draft_id)

-- constraint duty_grant.ck_duty_grant_act
CHECK ((act = ANY (ARRAY['GRANT'::text, 'REVOKE'::text])))

-- constraint duty_grant.ck_duty_grant_reason
CHECK (((act = 'GRANT'::text) OR ((reason IS NOT NULL) AND (reason <> ''::text))))

-- constraint duty_grant.ck_duty_grant_self
CHECK (((who <> name) OR (act = 'REVOKE'::text)))

-- constraint duty_grant.duty_grant_pkey
PRIMARY KEY (grant_id)

-- constraint duty_grant.fk_duty_grant_login
FOREIGN KEY (name) REFERENCES login(name)

-- constraint earmark.ck_earmark_amount
CHECK ((amount_fen <> 0))

-- constraint earmark.earmark_pkey
PRIMARY KEY (book_id, earmark_id)

-- constraint earmark.fk_earmark_balance
FOREIGN KEY (book_id, sub_id, part) REFERENCES sub_balance(book_id, sub_id, part)

-- constraint estate.estate_pkey
PRIMARY KEY (estate_id)

-- constraint estate.fk_estate_custodian
FOREIGN KEY (custodian_id) REFERENCES custodian(custodian_id)

-- constraint estate.uq_estate_code
UNIQUE (code)

-- constraint floor_grant.ck_floor_grant_floor
CHECK ((floor_fen <= 0))

-- constraint floor_grant.ck_floor_grant_reason
CHECK ((reason <> ''::text))

-- constraint floor_grant.ck_floor_grant_second
CHECK ((second <> who))

-- constraint floor_grant.fk_floor_grant_balance
FOREIGN KEY (book_id, sub_id, part) REFERENCES sub_balance(book_id, sub_id, part)

-- constraint floor_grant.floor_grant_pkey
PRIMARY KEY (book_id, grant_id)

-- constraint handover.ck_handover_absent
CHECK ((is_absent = ANY (ARRAY[0, 1])))

-- constraint handover.ck_handover_people
CHECK (((giver <> taker) AND (giver <> supervisor) AND (taker <> supervisor)))

-- constraint handover.fk_handover_giver
FOREIGN KEY (giver) REFERENCES login(name)

-- constraint handover.fk_handover_supervisor
FOREIGN KEY (supervisor) REFERENCES login(name)

-- constraint handover.fk_handover_taker
FOREIGN KEY (taker) REFERENCES login(name)

-- constraint handover.handover_pkey
PRIMARY KEY (handover_id)

-- constraint handover_signed.fk_handover_signed_handover
FOREIGN KEY (handover_id) REFERENCES handover(handover_id)

-- constraint handover_signed.fk_handover_signed_login
FOREIGN KEY (name) REFERENCES login(name)

-- constraint handover_signed.handover_signed_pkey
PRIMARY KEY (handover_id, sign_no)

-- constraint handover_signed.uq_handover_signed_name
UNIQUE (handover_id, name)

-- constraint house_event.ck_house_event_act
CHECK ((act = ANY (ARRAY['SPLIT'::text, 'MERGE'::text, 'RECUT'::text, 'KIND'::text, 'RESALE'::text, 'LOST'::text])))

-- constraint house_event.ck_house_event_reason
CHECK ((reason <> ''::text))

-- constraint house_event.fk_house_event_change
FOREIGN KEY (book_id, change_id) REFERENCES master_change(book_id, change_id)

-- constraint house_event.fk_house_event_voucher
FOREIGN KEY (book_id, voucher_id) REFERENCES voucher(book_id, voucher_id)

-- constraint house_event.house_event_pkey
PRIMARY KEY (book_id, event_no)

-- constraint house_part.ck_house_part_role
CHECK ((role = ANY (ARRAY['FROM'::text, 'INTO'::text, 'SELF'::text])))

-- constraint house_part.fk_house_part_event
FOREIGN KEY (book_id, event_no) REFERENCES house_event(book_id, event_no) DEFERRABLE INITIALLY DEFERRED

-- constraint house_part.fk_house_part_household
FOREIGN KEY (book_id, sub_id) REFERENCES household(book_id, sub_id)

-- constraint house_part.house_part_pkey
PRIMARY KEY (book_id, sub_id, event_no)

-- constraint household.ck_household_area
CHECK ((area > 0))

-- constraint household.ck_household_deposited_before
CHECK ((deposited_before_fen >= 0))

-- constraint household.ck_household_due
CHECK ((due_fen >= 0))

-- constraint household.ck_household_kind
CHECK ((kind = ANY (ARRAY['commodity'::text, 'sold_public'::text, 'non_home'::text, 'unsold_commodity'::text, 'unsold_public'::text])))

-- constraint household.ck_household_lift
CHECK ((lift = ANY (ARRAY[0, 1])))

-- constraint household.ck_household_structure
CHECK ((structure = ANY (ARRAY['multi_storey'::text, 'high_rise'::text])))

-- constraint household.fk_household_change
FOREIGN KEY (book_id, change_id) REFERENCES master_change(book_id, change_id)

-- constraint household.fk_household_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint household.fk_household_sub_account
FOREIGN KEY (book_id, sub_id) REFERENCES sub_account(book_id, sub_id)

-- constraint household.household_pkey
PRIMARY KEY (book_id, sub_id)

-- constraint household.uq_household_door
UNIQUE (book_id, estate_id, building, unit, room)

-- constraint household_due.ck_household_due_fixed
CHECK ((due_fen > 0))

-- constraint household_due.fk_household_due_change
FOREIGN KEY (book_id, change_id) REFERENCES master_change(book_id, change_id)

-- constraint household_due.fk_household_due_household
FOREIGN KEY (book_id, sub_id) REFERENCES household(book_id, sub_id)

-- constraint household_due.household_due_pkey
PRIMARY KEY (book_id, sub_id)

-- constraint household_freeze.ck_household_freeze_act
CHECK ((act = ANY (ARRAY['FREEZE'::text, 'UNFREEZE'::text])))

-- constraint household_freeze.ck_household_freeze_reason
CHECK ((reason <> ''::text))

-- constraint household_freeze.ck_household_freeze_turn
CHECK (((act = 'FREEZE'::text) = ((freeze_no % 2) = 1)))

-- constraint household_freeze.fk_household_freeze_change
FOREIGN KEY (book_id, change_id) REFERENCES master_change(book_id, change_id)

-- constraint household_freeze.fk_household_freeze_household
FOREIGN KEY (book_id, sub_id) REFERENCES household(book_id, sub_id)

-- constraint household_freeze.household_freeze_pkey
PRIMARY KEY (book_id, sub_id, freeze_no)

-- constraint import_file.import_file_pkey
PRIMARY KEY (import_id)

-- constraint investment.ck_investment_consent
CHECK (((kind = 'term'::text) OR ((consent IS NOT NULL) AND (consent <> ''::text))))

-- constraint investment.ck_investment_days
CHECK ((start_on < due_on))

-- constraint investment.ck_investment_kind
CHECK ((kind = ANY (ARRAY['term'::text, 'bond'::text])))

-- constraint investment.ck_investment_principal
CHECK ((principal_fen > 0))

-- constraint investment.ck_investment_rate
CHECK (((rate_ppm >= 0) AND (rate_ppm <= 1000000)))

-- constraint investment.fk_investment_bank_account
FOREIGN KEY (bank_account_id) REFERENCES bank_account(bank_account_id)

-- constraint investment.fk_investment_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint investment.investment_pkey
PRIMARY KEY (book_id, investment_id)

-- constraint investment.uq_investment_ref
UNIQUE (book_id, ref)

-- constraint line.ck_line_amount
CHECK (((amount_fen <> 0) AND ((amount_fen >= '-1000000000000000'::bigint) AND (amount_fen <= '1000000000000000'::bigint))))

-- constraint line.ck_line_line_no
CHECK ((line_no >= 1))

-- constraint line.ck_line_side
CHECK ((side = ANY (ARRAY['D'::text, 'C'::text])))

-- constraint line.fk_line_bank_account
FOREIGN KEY (bank_account_id) REFERENCES bank_account(bank_account_id)

-- constraint line.fk_line_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint line.fk_line_voucher
FOREIGN KEY (book_id, voucher_id) REFERENCES voucher(book_id, voucher_id) DEFERRABLE INITIALLY DEFERRED

-- constraint line.line_pkey
PRIMARY KEY (book_id, voucher_id, line_no)

-- constraint login.login_pkey
PRIMARY KEY (name)

-- constraint lost_payment.ck_lost_payment_amount
CHECK ((amount_fen <> 0))

-- constraint lost_payment.ck_lost_payment_until
CHECK (((until IS NULL) OR (until > since)))

-- constraint lost_payment.fk_lost_payment_refund
FOREIGN KEY (book_id, lost_event, lost_no) REFERENCES lost_refund(book_id, event, lost_no)

-- constraint lost_payment.lost_payment_pkey
PRIMARY KEY (book_id, event, lost_no)

-- constraint lost_refund.ck_lost_refund_amount
CHECK (((amount_fen > 0) AND (amount_fen = (principal_fen + earnings_fen))))

-- constraint lost_refund.ck_lost_refund_earnings
CHECK ((earnings_fen >= 0))

-- constraint lost_refund.ck_lost_refund_no
CHECK ((lost_no >= 1))

-- constraint lost_refund.ck_lost_refund_payee_class
CHECK ((payee_class = ANY (ARRAY['OWNER'::text, 'SELLING_UNIT'::text, 'TREASURY'::text])))

-- constraint lost_refund.ck_lost_refund_principal
CHECK ((principal_fen >= 0))

-- constraint lost_refund.ck_lost_refund_until
CHECK (((until IS NULL) OR (until > since)))

-- constraint lost_refund.fk_lost_refund_sub_account
FOREIGN KEY (book_id, sub_id) REFERENCES sub_account(book_id, sub_id)

-- constraint lost_refund.lost_refund_pkey
PRIMARY KEY (book_id, event, lost_no)

-- constraint master_change.ck_master_change_content
CHECK ((length(content) = 32))

-- constraint master_change.ck_master_change_leaf
CHECK ((length(leaf) = 32))

-- constraint master_change.fk_master_change_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint master_change.master_change_pkey
PRIMARY KEY (book_id, change_id)

-- constraint month.ck_month_close_no
CHECK ((close_no >= 0))

-- constraint month.ck_month_period
CHECK ((((period >= 190001) AND (period <= 299912)) AND (((period % 100) >= 1) AND ((period % 100) <= 12))))

-- constraint month.ck_month_state
CHECK ((state = ANY (ARRAY['OPEN'::text, 'CLOSED'::text, 'LOCKED'::text])))

-- constraint month.fk_month_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint month.month_pkey
PRIMARY KEY (book_id, period)

-- constraint notice.ck_notice_kind
CHECK ((kind = ANY (ARRAY['NOTICE'::text, 'URGE'::text, 'PUBLIC'::text])))

-- constraint notice.ck_notice_now
CHECK (((now_fen >= 1) AND (now_fen <= open_fen)))

-- constraint notice.ck_notice_open
CHECK ((open_fen > 0))

-- constraint notice.ck_notice_urge_no
CHECK ((urge_no >= 0))

-- constraint notice.fk_notice_due
FOREIGN KEY (book_id, campaign_id, sub_id) REFERENCES campaign_due(book_id, campaign_id, sub_id)

-- constraint notice.notice_pkey
PRIMARY KEY (book_id, notice_id)

-- constraint notice.uq_notice_code
UNIQUE (book_id, code)

-- constraint notice_delivery.fk_notice_delivery_notice
FOREIGN KEY (book_id, notice_id) REFERENCES notice(book_id, notice_id)

-- constraint notice_delivery.notice_delivery_pkey
PRIMARY KEY (book_id, delivery_id)

-- constraint number.fk_number_month
FOREIGN KEY (book_id, period) REFERENCES month(book_id, period)

-- constraint number.number_pkey
PRIMARY KEY (book_id, period, word)

-- constraint operator.ck_operator_networks
CHECK ((networks <> ''::text))

-- constraint operator.operator_pkey
PRIMARY KEY (operator_id)

-- constraint operator.uq_operator_code
UNIQUE (code)

-- constraint payee.payee_pkey
PRIMARY KEY (payee_id)

-- constraint payee_confirmed.fk_payee_confirmed_payee
FOREIGN KEY (payee_id) REFERENCES payee(payee_id)

-- constraint payee_confirmed.payee_confirmed_pkey
PRIMARY KEY (payee_id)

-- constraint plant_defect.ck_plant_defect_act
CHECK ((act = ANY (ARRAY['FOUND'::text, 'MENDED'::text])))

-- constraint plant_defect.ck_plant_defect_days
CHECK ((days >= 0))

-- constraint plant_defect.fk_plant_defect_item
FOREIGN KEY (handover_id, asset_id) REFERENCES plant_item(handover_id, asset_id)

-- constraint plant_defect.plant_defect_pkey
PRIMARY KEY (handover_id, defect_no, act)

-- constraint plant_handover.fk_plant_handover_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint plant_handover.fk_plant_handover_operator
FOREIGN KEY (operator_id) REFERENCES operator(operator_id)

-- constraint plant_handover.plant_handover_pkey
PRIMARY KEY (handover_id)

-- constraint plant_handover.uq_plant_handover_code
UNIQUE (code)

-- constraint plant_item.fk_plant_item_asset
FOREIGN KEY (asset_id) REFERENCES asset(asset_id)

-- constraint plant_item.fk_plant_item_handover
FOREIGN KEY (handover_id) REFERENCES plant_handover(handover_id)

-- constraint plant_item.plant_item_pkey
PRIMARY KEY (handover_id, asset_id)

-- constraint plant_step.ck_plant_step_paper
CHECK (((paper IS NULL) = (sha256 IS NULL)))

-- constraint plant_step.fk_plant_step_handover
FOREIGN KEY (handover_id) REFERENCES plant_handover(handover_id)

-- constraint plant_step.plant_step_pkey
PRIMARY KEY (handover_id, step_no)

-- constraint project.ck_project_code
CHECK ((code <> ''::text))

-- constraint project.ck_project_veteran
CHECK ((veteran = ANY (ARRAY[0, 1])))

-- constraint project.fk_project_custodian
FOREIGN KEY (custodian_id) REFERENCES custodian(custodian_id)

-- constraint project.project_pkey
PRIMARY KEY (project_id)

-- constraint project.uq_project_code
UNIQUE (code)

-- constraint project_budget.ck_project_budget_budget
CHECK ((budget_fen >= 0))

-- constraint project_budget.fk_project_budget_item
FOREIGN KEY (project_id, item_no) REFERENCES project_item(project_id, item_no)

-- constraint project_budget.project_budget_pkey
PRIMARY KEY (project_id, item_no, budget_no)

-- constraint project_estate.ck_project_estate_area
CHECK ((area >= 0))

-- constraint project_estate.ck_project_estate_building_count
CHECK ((building_count >= 0))

-- constraint project_estate.ck_project_estate_built_year
CHECK (((built_year >= 1840) AND (built_year <= 2100)))

-- constraint project_estate.ck_project_estate_household_count
CHECK ((household_count >= 0))

-- constraint project_estate.fk_project_estate_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint project_estate.fk_project_estate_project
FOREIGN KEY (project_id) REFERENCES project(project_id)

-- constraint project_estate.project_estate_pkey
PRIMARY KEY (project_id, estate_no)

-- constraint project_estate.uq_project_estate_estate
UNIQUE (project_id, estate_id)

-- constraint project_grant.ck_project_grant_amount
CHECK ((amount_fen <> 0))

-- constraint project_grant.ck_project_grant_evidence
CHECK ((evidence <> ''::text))

-- constraint project_grant.fk_project_grant_source
FOREIGN KEY (project_id, source_no) REFERENCES project_source(project_id, source_no)

-- constraint project_grant.project_grant_pkey
PRIMARY KEY (project_id, source_no, grant_no)

-- constraint project_item.ck_project_item_class
CHECK ((class = ANY (ARRAY['basic'::text, 'improve'::text, 'upgrade'::text])))

-- constraint project_item.fk_project_item_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint project_item.fk_project_item_project
FOREIGN KEY (project_id) REFERENCES project(project_id)

-- constraint project_item.project_item_pkey
PRIMARY KEY (project_id, item_no)

-- constraint project_match.ck_project_match_amount
CHECK ((amount_fen <> 0))

-- constraint project_match.fk_project_match_item
FOREIGN KEY (project_id, item_no) REFERENCES project_item(project_id, item_no)

-- constraint project_match.fk_project_match_source
FOREIGN KEY (project_id, source_no) REFERENCES project_source(project_id, source_no)

-- constraint project_match.project_match_pkey
PRIMARY KEY (project_id, match_no)

-- constraint project_source.ck_project_source_cap
CHECK ((cap_fen >= 0))

-- constraint project_source.ck_project_source_cap_permille
CHECK (((cap_permille >= 0) AND (cap_permille <= 1000)))

-- constraint project_source.ck_project_source_days
CHECK ((until_on >= from_on))

-- constraint project_source.ck_project_source_evidence
CHECK ((evidence <> ''::text))

-- constraint project_source.ck_project_source_memo
CHECK ((memo = ANY (ARRAY[0, 1])))

-- constraint project_source.ck_project_source_memo_of
CHECK (((of_no IS NULL) OR (memo = 1)))

-- constraint project_source.fk_project_source_of
FOREIGN KEY (project_id, of_no) REFERENCES project_source(project_id, source_no)

-- constraint project_source.fk_project_source_project
FOREIGN KEY (project_id) REFERENCES project(project_id)

-- constraint project_source.project_source_pkey
PRIMARY KEY (project_id, source_no)

-- constraint project_step.ck_project_step_days
CHECK ((until_on >= from_on))

-- constraint project_step.ck_project_step_evidence
CHECK ((evidence <> ''::text))

-- constraint project_step.ck_project_step_planned
CHECK (((year IS NOT NULL) = (state = 'PLANNED'::text)))

-- constraint project_step.ck_project_step_shown
CHECK (((evidence IS NOT NULL) OR (step_no = 1)))

-- constraint project_step.ck_project_step_state
CHECK ((state = ANY (ARRAY['STORED'::text, 'PLANNED'::text, 'STARTED'::text, 'COMPLETED'::text, 'HANDED_OVER'::text, 'CLOSED'::text, 'WITHDRAWN'::text])))

-- constraint project_step.ck_project_step_year
CHECK (((year >= 2000) AND (year <= 2100)))

-- constraint project_step.fk_project_step_project
FOREIGN KEY (project_id) REFERENCES project(project_id)

-- constraint project_step.project_step_pkey
PRIMARY KEY (project_id, step_no)

-- constraint project_survey.ck_project_survey_evidence
CHECK ((evidence <> ''::text))

-- constraint project_survey.ck_project_survey_wish_permille
CHECK (((wish_permille >= 0) AND (wish_permille <= 1000)))

-- constraint project_survey.fk_project_survey_project
FOREIGN KEY (project_id) REFERENCES project(project_id)

-- constraint project_survey.project_survey_pkey
PRIMARY KEY (project_id, survey_no)

-- constraint reach_grant.ck_reach_grant_act
CHECK ((act = ANY (ARRAY['GRANT'::text, 'REVOKE'::text])))

-- constraint reach_grant.ck_reach_grant_place
CHECK ((num_nonnulls(custodian_id, estate_id, household) = 1))

-- constraint reach_grant.ck_reach_grant_reason
CHECK (((act = 'GRANT'::text) OR ((reason IS NOT NULL) AND (reason <> ''::text))))

-- constraint reach_grant.ck_reach_grant_self
CHECK (((who <> name) OR (act = 'REVOKE'::text)))

-- constraint reach_grant.fk_reach_grant_custodian
FOREIGN KEY (custodian_id) REFERENCES custodian(custodian_id)

-- constraint reach_grant.fk_reach_grant_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint reach_grant.fk_reach_grant_login
FOREIGN KEY (name) REFERENCES login(name)

-- constraint reach_grant.reach_grant_pkey
PRIMARY KEY (grant_id)

-- constraint receipt_lot.ck_receipt_lot_first
CHECK ((first_no >= 0))

-- constraint receipt_lot.ck_receipt_lot_kind
CHECK ((kind <> ''::text))

-- constraint receipt_lot.ck_receipt_lot_order
CHECK ((last_no >= first_no))

-- constraint receipt_lot.ck_receipt_lot_width
CHECK (((width >= 1) AND (width <= 18)))

-- constraint receipt_lot.fk_receipt_lot_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint receipt_lot.receipt_lot_pkey
PRIMARY KEY (book_id, lot_no)

-- constraint receipt_use.fk_receipt_use_lot
FOREIGN KEY (book_id, lot_no) REFERENCES receipt_lot(book_id, lot_no)

-- constraint receipt_use.fk_receipt_use_sub_account
FOREIGN KEY (book_id, sub_id) REFERENCES sub_account(book_id, sub_id)

-- constraint receipt_use.fk_receipt_use_voucher
FOREIGN KEY (book_id, voucher_id) REFERENCES voucher(book_id, voucher_id)

-- constraint receipt_use.receipt_use_pkey
PRIMARY KEY (book_id, receipt, use_no)

-- constraint receipt_void.ck_receipt_void_reason
CHECK ((reason <> ''::text))

-- constraint receipt_void.fk_receipt_void_lot
FOREIGN KEY (book_id, lot_no) REFERENCES receipt_lot(book_id, lot_no)

-- constraint receipt_void.receipt_void_pkey
PRIMARY KEY (book_id, receipt)

-- constraint rule_confirm.fk_rule_confirm_login
FOREIGN KEY (who) REFERENCES login(name)

-- constraint rule_confirm.fk_rule_confirm_rule_value
FOREIGN KEY (set_id) REFERENCES rule_value(set_id)

-- constraint rule_confirm.rule_confirm_pkey
PRIMARY KEY (set_id)

-- constraint rule_value.ck_rule_value_confidence
CHECK ((confidence = ANY (ARRAY['T'::text, 'S'::text, 'M'::text, 'D'::text, 'R'::text])))

-- constraint rule_value.ck_rule_value_single
CHECK ((single = ANY (ARRAY[0, 1])))

-- constraint rule_value.ck_rule_value_source
CHECK ((source <> ''::text))

-- constraint rule_value.ck_rule_value_value
CHECK ((value <> ''::text))

-- constraint rule_value.fk_rule_value_custodian
FOREIGN KEY (custodian_id) REFERENCES custodian(custodian_id)

-- constraint rule_value.rule_value_pkey
PRIMARY KEY (set_id)

-- constraint share.ck_share_amount
CHECK (((amount_fen <> 0) AND ((amount_fen >= '-10000000000000'::bigint) AND (amount_fen <= '10000000000000'::bigint))))

-- constraint share.ck_share_part
CHECK ((part = ANY (ARRAY[0, 1])))

-- constraint share.ck_share_payer_class
CHECK ((payer_class = ANY (ARRAY[1, 2, 3])))

-- constraint share.share_pkey
PRIMARY KEY (book_id, voucher_id, sub_id, part)

-- constraint snapshot.snapshot_pkey
PRIMARY KEY (book_id, sub_id, part, period, close_no)

-- constraint statement.ck_statement_digest
CHECK ((length(digest) = 32))

-- constraint statement.statement_pkey
PRIMARY KEY (book_id, period, close_no, form)

-- constraint sub_account.ck_sub_account_estate
CHECK (((estate_id IS NOT NULL) OR (kind = 'SUSPENSE'::text)))

-- constraint sub_account.ck_sub_account_kind
CHECK ((kind = ANY (ARRAY['HOUSEHOLD'::text, 'SELLING_UNIT'::text, 'DEVELOPER'::text, 'SUSPENSE'::text, 'COMMON_INCOME'::text, 'CLEARING'::text])))

-- constraint sub_account.fk_sub_account_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint sub_account.fk_sub_account_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint sub_account.sub_account_pkey
PRIMARY KEY (book_id, sub_id)

-- constraint sub_account.uq_sub_account_code
UNIQUE (book_id, code)

-- constraint sub_balance.ck_sub_balance_earmark
CHECK ((earmark_fen >= 0))

-- constraint sub_balance.ck_sub_balance_floor
CHECK ((floor_fen <= 0))

-- constraint sub_balance.ck_sub_balance_overdraft
CHECK (((amount_fen - earmark_fen) >= floor_fen))

-- constraint sub_balance.ck_sub_balance_part
CHECK ((part = ANY (ARRAY[0, 1])))

-- constraint sub_balance.fk_sub_balance_sub_account
FOREIGN KEY (book_id, sub_id) REFERENCES sub_account(book_id, sub_id)

-- constraint sub_balance.sub_balance_pkey
PRIMARY KEY (book_id, sub_id, part)

-- constraint sub_close.ck_sub_close_cause
CHECK ((cause = ANY (ARRAY['LOST'::text, 'CUSTODY'::text, 'EMPTY'::text, 'SPLIT'::text, 'MERGE'::text, 'RECUT'::text, 'RESALE'::text])))

-- constraint sub_close.ck_sub_close_reason
CHECK ((reason <> ''::text))

-- constraint sub_close.ck_sub_close_until
CHECK (((until IS NULL) OR (until > since)))

-- constraint sub_close.fk_sub_close_sub_account
FOREIGN KEY (book_id, sub_id) REFERENCES sub_account(book_id, sub_id)

-- constraint sub_close.sub_close_pkey
PRIMARY KEY (book_id, sub_id, event)

-- constraint title.ck_title_share
CHECK (((share_num >= 1) AND (share_num <= share_den)))

-- constraint title.fk_title_change
FOREIGN KEY (book_id, change_id) REFERENCES master_change(book_id, change_id)

-- constraint title.fk_title_household
FOREIGN KEY (book_id, sub_id) REFERENCES household(book_id, sub_id)

-- constraint title.title_pkey
PRIMARY KEY (book_id, sub_id, title_no)

-- constraint trail.trail_pkey
PRIMARY KEY (book_id, trail_id)

-- constraint turnover.turnover_pkey
PRIMARY KEY (book_id, period, account, estate_id, bank_account_id, kind)

-- constraint usage_asset.ck_usage_asset_named
CHECK (((asset_id IS NULL) <> (network IS NULL)))

-- constraint usage_asset.fk_usage_asset_asset
FOREIGN KEY (asset_id) REFERENCES asset(asset_id)

-- constraint usage_asset.fk_usage_asset_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_asset.usage_asset_pkey
PRIMARY KEY (book_id, case_id, item_no)

-- constraint usage_ballot.ck_usage_ballot_choice
CHECK ((choice = ANY (ARRAY['agree'::text, 'against'::text, 'abstain'::text, 'object'::text])))

-- constraint usage_ballot.fk_usage_ballot_elector
FOREIGN KEY (book_id, case_id, sub_id) REFERENCES usage_elector(book_id, case_id, sub_id)

-- constraint usage_ballot.usage_ballot_pkey
PRIMARY KEY (book_id, case_id, ballot_no)

-- constraint usage_basis.ck_usage_basis_basis
CHECK ((basis = ANY (ARRAY['area'::text, 'equal'::text, 'coefficient'::text, 'agreed'::text])))

-- constraint usage_basis.fk_usage_basis_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_basis.usage_basis_pkey
PRIMARY KEY (book_id, case_id)

-- constraint usage_bearer.ck_usage_bearer_area
CHECK ((area >= 0))

-- constraint usage_bearer.ck_usage_bearer_weight
CHECK ((weight >= 0))

-- constraint usage_bearer.fk_usage_bearer_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_bearer.fk_usage_bearer_sub_account
FOREIGN KEY (book_id, sub_id) REFERENCES sub_account(book_id, sub_id)

-- constraint usage_bearer.usage_bearer_pkey
PRIMARY KEY (book_id, case_id, sub_id)

-- constraint usage_case.fk_usage_case_book
FOREIGN KEY (book_id) REFERENCES book(book_id)

-- constraint usage_case.fk_usage_case_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint usage_case.uq_usage_case_code
UNIQUE (book_id, code)

-- constraint usage_case.usage_case_pkey
PRIMARY KEY (book_id, case_id)

-- constraint usage_elector.ck_usage_elector_area
CHECK ((area >= 0))

-- constraint usage_elector.ck_usage_elector_head_no
CHECK ((head_no >= 1))

-- constraint usage_elector.ck_usage_elector_heads
CHECK ((heads >= 0))

-- constraint usage_elector.fk_usage_elector_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_elector.fk_usage_elector_household
FOREIGN KEY (book_id, sub_id) REFERENCES household(book_id, sub_id)

-- constraint usage_elector.usage_elector_pkey
PRIMARY KEY (book_id, case_id, sub_id)

-- constraint usage_electorate.fk_usage_electorate_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_electorate.usage_electorate_pkey
PRIMARY KEY (book_id, case_id)

-- constraint usage_event.fk_usage_event_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_event.usage_event_pkey
PRIMARY KEY (book_id, case_id, event_no)

-- constraint usage_paper.ck_usage_paper_sha256
CHECK ((length(sha256) = 32))

-- constraint usage_paper.ck_usage_paper_size
CHECK ((size > 0))

-- constraint usage_paper.fk_usage_paper_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_paper.usage_paper_pkey
PRIMARY KEY (book_id, case_id, paper_no)

-- constraint usage_payee.ck_usage_payee_act
CHECK ((act = ANY (ARRAY['NAME'::text, 'CONFIRM'::text])))

-- constraint usage_payee.fk_usage_payee_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_payee.usage_payee_pkey
PRIMARY KEY (book_id, case_id, payee_no)

-- constraint usage_payment.ck_usage_payment_kind
CHECK ((kind = ANY (ARRAY['whole'::text, 'advance'::text, 'progress'::text, 'final'::text, 'retention'::text, 'returned'::text, 'recovered'::text, 'covered'::text])))

-- constraint usage_payment.ck_usage_payment_paper
CHECK (((voucher_id IS NULL) <> (draft_id IS NULL)))

-- constraint usage_payment.ck_usage_payment_returns
CHECK (((kind = 'returned'::text) = (returns_no IS NOT NULL)))

-- constraint usage_payment.fk_usage_payment_bank
FOREIGN KEY (bank_account_id) REFERENCES bank_account(bank_account_id)

-- constraint usage_payment.fk_usage_payment_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_payment.fk_usage_payment_draft
FOREIGN KEY (book_id, draft_id) REFERENCES draft(book_id, draft_id)

-- constraint usage_payment.fk_usage_payment_voucher
FOREIGN KEY (book_id, voucher_id) REFERENCES voucher(book_id, voucher_id)

-- constraint usage_payment.usage_payment_pkey
PRIMARY KEY (book_id, case_id, payment_no)

-- constraint usage_settlement.ck_usage_settlement_final
CHECK ((final_fen >= 0))

-- constraint usage_settlement.ck_usage_settlement_retained
CHECK (((retained_fen >= 0) AND (retained_fen <= final_fen)))

-- constraint usage_settlement.ck_usage_settlement_until
CHECK (((retained_fen = 0) = (retained_until IS NULL)))

-- constraint usage_settlement.fk_usage_settlement_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_settlement.usage_settlement_pkey
PRIMARY KEY (book_id, case_id, settlement_no)

-- constraint usage_share.ck_usage_share_adds_up
CHECK ((share_fen = ((principal_fen + earnings_fen) + to_collect_fen)))

-- constraint usage_share.ck_usage_share_earnings
CHECK ((earnings_fen >= 0))

-- constraint usage_share.ck_usage_share_principal
CHECK ((principal_fen >= 0))

-- constraint usage_share.ck_usage_share_share
CHECK ((share_fen >= 0))

-- constraint usage_share.ck_usage_share_to_collect
CHECK ((to_collect_fen >= 0))

-- constraint usage_share.fk_usage_share_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_share.fk_usage_share_sub_account
FOREIGN KEY (book_id, sub_id) REFERENCES sub_account(book_id, sub_id)

-- constraint usage_share.usage_share_pkey
PRIMARY KEY (book_id, case_id, share_no)

-- constraint usage_step.ck_usage_step_step
CHECK ((step = ANY (ARRAY['plan'::text, 'publicity'::text, 'works'::text, 'applied'::text, 'committee_ok'::text, 'keeper_ok'::text, 'filed'::text, 'result_publicity'::text])))

-- constraint usage_step.ck_usage_step_until
CHECK ((((until_on IS NOT NULL) = (step = ANY (ARRAY['publicity'::text, 'result_publicity'::text]))) AND ((until_on IS NULL) OR (until_on >= dated_on))))

-- constraint usage_step.fk_usage_step_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_step.fk_usage_step_paper
FOREIGN KEY (book_id, case_id, paper_no) REFERENCES usage_paper(book_id, case_id, paper_no)

-- constraint usage_step.usage_step_pkey
PRIMARY KEY (book_id, case_id, step_no)

-- constraint usage_weight.ck_usage_weight_area
CHECK ((area >= 0))

-- constraint usage_weight.ck_usage_weight_den
CHECK ((den >= 1))

-- constraint usage_weight.ck_usage_weight_excluded
CHECK ((excluded <> ''::text))

-- constraint usage_weight.ck_usage_weight_num
CHECK ((num >= 0))

-- constraint usage_weight.ck_usage_weight_ratio
CHECK (((num IS NULL) = (den IS NULL)))

-- constraint usage_weight.ck_usage_weight_said
CHECK (((num IS NOT NULL) OR (area IS NOT NULL) OR (excluded IS NOT NULL)))

-- constraint usage_weight.fk_usage_weight_case
FOREIGN KEY (book_id, case_id) REFERENCES usage_case(book_id, case_id)

-- constraint usage_weight.fk_usage_weight_household
FOREIGN KEY (book_id, sub_id) REFERENCES household(book_id, sub_id)

-- constraint usage_weight.usage_weight_pkey
PRIMARY KEY (book_id, case_id, sub_id)

-- constraint voucher.ck_voucher_attachment_count
CHECK ((attachment_count >= 0))

-- constraint voucher.ck_voucher_checker
CHECK ((checker <> maker))

-- constraint voucher.ck_voucher_dated_on
CHECK ((((EXTRACT(year FROM dated_on) * (100)::numeric) + EXTRACT(month FROM dated_on)) = (period)::numeric))

-- constraint voucher.ck_voucher_evidence
CHECK ((length(evidence) = 32))

-- constraint voucher.ck_voucher_leaf
CHECK ((length(leaf) = 32))

-- constraint voucher.ck_voucher_line_count
CHECK ((line_count >= 2))

-- constraint voucher.ck_voucher_no
CHECK ((no >= 1))

-- constraint voucher.ck_voucher_share_count
CHECK ((share_count >= 0))

-- constraint voucher.fk_voucher_estate
FOREIGN KEY (estate_id) REFERENCES estate(estate_id)

-- constraint voucher.fk_voucher_month
FOREIGN KEY (book_id, period) REFERENCES month(book_id, period)

-- constraint voucher.fk_voucher_reverses
FOREIGN KEY (book_id, reverses) REFERENCES voucher(book_id, voucher_id)

-- constraint voucher.uq_voucher_number
UNIQUE (book_id, period, word, no)

-- constraint voucher.uq_voucher_request_key
UNIQUE (book_id, request_key)

-- constraint voucher.uq_voucher_reverses
UNIQUE (book_id, reverses)

-- constraint voucher.voucher_pkey
PRIMARY KEY (book_id, voucher_id)

-- function wxzj_account_rule
CREATE OR REPLACE FUNCTION wxzj_account_rule()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF (NEW.closes_to IS NOT NULL)<>(SELECT class IN('INCOME','EXPENDITURE') FROM account WHERE chart=NEW.chart AND account=NEW.account)
      OR EXISTS(SELECT 1 FROM account WHERE chart=NEW.chart AND account=NEW.closes_to AND (class<>'NET_ASSET' OR control=0)) THEN
    PERFORM wxzj_refuse('closing_rule_wrong','income and expenditure close to an account that sub-accounts are controlled by, and nothing else closes'); END IF;
  IF EXISTS(SELECT 1 FROM turnover t JOIN book b ON b.book_id=t.book_id WHERE b.chart=NEW.chart AND t.account=NEW.account
      AND t.period>=extract(year FROM NEW.valid_from)*100+extract(month FROM NEW.valid_from)) THEN
    PERFORM wxzj_refuse('rule_in_the_past','a closing rule may not reach back into months with vouchers'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_asset
CREATE OR REPLACE FUNCTION wxzj_asset()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.asset_id<>1+coalesce((SELECT max(asset_id) FROM asset),0) THEN
    PERFORM wxzj_refuse('sealed','assets follow one another'); END IF;
  IF 2<>(SELECT count(*) FROM asset_holding WHERE asset_id=NEW.asset_id AND turn_no=1) THEN
    PERFORM wxzj_refuse('asset_unheld','an asset has an owner and a keeper'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_asset_cost
CREATE OR REPLACE FUNCTION wxzj_asset_cost()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.cost_no<(SELECT max(cost_no) FROM asset_cost WHERE asset_id=NEW.asset_id) OR NEW.cost_no>1+coalesce((SELECT max(cost_no) FROM asset_cost WHERE asset_id=NEW.asset_id),0)
      OR EXISTS(SELECT 1 FROM asset_cost WHERE asset_id=NEW.asset_id AND cost_no=NEW.cost_no AND (source=NEW.source OR at<>NEW.at OR evidence<>NEW.evidence)) THEN
    PERFORM wxzj_refuse('sealed','costs follow one another, each written at once'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_asset_filled
CREATE OR REPLACE FUNCTION wxzj_asset_filled()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.asset_id IS DISTINCT FROM OLD.asset_id OR NEW.code IS DISTINCT FROM OLD.code OR NEW.estate_id IS DISTINCT FROM OLD.estate_id OR NEW.network IS DISTINCT FROM OLD.network OR NEW.name IS DISTINCT FROM OLD.name OR NEW.location IS DISTINCT FROM OLD.location OR NEW.boundary IS DISTINCT FROM OLD.boundary OR NEW.quantity_milli IS DISTINCT FROM OLD.quantity_milli OR NEW.unit IS DISTINCT FROM OLD.unit OR NEW.maker IS DISTINCT FROM OLD.maker OR NEW.registered_on IS DISTINCT FROM OLD.registered_on OR NEW.who IS DISTINCT FROM OLD.who OR NEW.at IS DISTINCT FROM OLD.at
      OR (OLD.in_service_on IS NOT NULL AND NEW.in_service_on IS DISTINCT FROM OLD.in_service_on) OR (OLD.warranty_until IS NOT NULL AND NEW.warranty_until IS DISTINCT FROM OLD.warranty_until) THEN
    PERFORM wxzj_refuse('sealed','an asset stays as it was registered'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_asset_holding
CREATE OR REPLACE FUNCTION wxzj_asset_holding()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.turn_no<>1+coalesce((SELECT max(turn_no) FROM asset_holding WHERE asset_id=NEW.asset_id AND role=NEW.role),0) THEN
    PERFORM wxzj_refuse('sealed','holders follow one another'); END IF;
  IF EXISTS(SELECT 1 FROM asset_holding WHERE asset_id=NEW.asset_id AND role=NEW.role AND since>=NEW.since) THEN
    PERFORM wxzj_refuse('asset_dates','a holder begins after the one before'); END IF;
  IF NEW.turn_no>1 AND NOT EXISTS(SELECT 1 FROM plant_step s JOIN plant_item i ON i.handover_id=s.handover_id AND i.asset_id=NEW.asset_id JOIN plant_handover p ON p.handover_id=s.handover_id
        WHERE s.handover_id=NEW.handover_id AND s.state='RESPONSIBILITY_SWITCHED' AND s.dated_on=NEW.since AND p.operator_id=NEW.operator_id) THEN
    PERFORM wxzj_refuse('handover_state','a holder changes on the day of a switch'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_asset_paper
CREATE OR REPLACE FUNCTION wxzj_asset_paper()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.paper_no<>1+coalesce((SELECT max(paper_no) FROM asset_paper WHERE asset_id=NEW.asset_id),0) THEN
    PERFORM wxzj_refuse('sealed','papers follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_bank_movement
CREATE OR REPLACE FUNCTION wxzj_bank_movement()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  IF NEW.turn<>1+coalesce((SELECT max(turn) FROM bank_movement
        WHERE book_id=NEW.book_id AND bank_account_id=NEW.bank_account_id AND bank_ref=NEW.bank_ref),0)
      OR EXISTS(SELECT 1 FROM bank_movement m LEFT JOIN draft d ON d.book_id=m.book_id AND d.draft_id=m.draft_id
        WHERE m.book_id=NEW.book_id AND m.bank_account_id=NEW.bank_account_id AND m.bank_ref=NEW.bank_ref
          AND (d.state IN('DRAFT','CHECKED') OR (d.draft_id IS NULL OR d.state='POSTED')
            AND NOT EXISTS(SELECT 1 FROM voucher r WHERE r.book_id=m.book_id AND r.reverses=coalesce(m.voucher_id,d.voucher_id)))) THEN
    PERFORM wxzj_refuse('bank_ref_used','the number of this bank account stands already'); END IF;
  IF NOT EXISTS(SELECT 1 FROM bank_account a JOIN book b ON b.custodian_id=a.custodian_id AND b.fund_type=a.fund_type
      WHERE a.bank_account_id=NEW.bank_account_id AND b.book_id=NEW.book_id) THEN
    PERFORM wxzj_refuse('bank_account_wrong','the bank account is not of this book'); END IF;
  IF NOT EXISTS(SELECT 1 FROM draft WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id AND state='DRAFT')
      AND NOT EXISTS(SELECT 1 FROM line l JOIN voucher v ON v.book_id=l.book_id AND v.voucher_id=l.voucher_id
        WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND l.bank_account_id=NEW.bank_account_id) THEN
    PERFORM wxzj_refuse('bank_movement_unbooked','a movement stands beside a fresh draft, or a voucher of its account'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_benefit_due_next
CREATE OR REPLACE FUNCTION wxzj_benefit_due_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM benefit_plan WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id) THEN
    PERFORM wxzj_refuse('sealed','the list of a plan never grows'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_benefit_move_next
CREATE OR REPLACE FUNCTION wxzj_benefit_move_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.move_id<>1+coalesce((SELECT max(move_id) FROM benefit_move WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','moves follow one another'); END IF;
  IF NEW.act IN('PAID','GRANTED') AND NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM benefit_move
        WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id AND sub_id=NEW.sub_id AND act IN('PAID','GRANTED'))
      >(SELECT due_fen FROM benefit_due WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id AND sub_id=NEW.sub_id) THEN
    PERFORM wxzj_refuse('contribution_excessive','no household pays or is let off more than it bears'); END IF;
  IF NEW.asks IS NOT NULL AND NOT EXISTS(SELECT 1 FROM benefit_move WHERE book_id=NEW.book_id AND move_id=NEW.asks
      AND act='ASKED' AND plan_id=NEW.plan_id AND sub_id=NEW.sub_id AND amount_fen=NEW.amount_fen) THEN
    PERFORM wxzj_refuse('waiver_differs','a waiver is granted as it was asked for'); END IF;
  IF EXISTS(SELECT 1 FROM benefit_move WHERE book_id=NEW.book_id AND move_id=NEW.asks AND who=NEW.who)
      AND EXISTS(SELECT 1 FROM login) THEN
    PERFORM wxzj_refuse('waiver_self','whoever asked for a waiver does not grant it'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_benefit_plan_next
CREATE OR REPLACE FUNCTION wxzj_benefit_plan_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.plan_id<>1+coalesce((SELECT max(plan_id) FROM benefit_plan WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','plans follow one another'); END IF;
  IF NOT EXISTS(SELECT 1 FROM benefit_due WHERE book_id=NEW.book_id AND plan_id=NEW.plan_id
      HAVING count(*)=NEW.household_count AND sum(due_fen)=NEW.book_fen) THEN
    PERFORM wxzj_refuse('benefit_list','the list does not add up to its plan'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_book_open
CREATE OR REPLACE FUNCTION wxzj_book_open()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO book_head(book_id,log_size,frontier_size,frontier) VALUES(NEW.book_id,0,0,'');
  RETURN NULL;
END$function$


-- function wxzj_book_reopening
CREATE OR REPLACE FUNCTION wxzj_book_reopening()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$ BEGIN
  IF NEW.reopening<>0 THEN PERFORM wxzj_refuse('reopening_off','a book begins with reopening off'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_campaign_ballot
CREATE OR REPLACE FUNCTION wxzj_campaign_ballot()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM campaign_electorate e JOIN campaign c ON c.book_id=e.led_by AND c.code=e.code
        JOIN campaign_step s ON s.book_id=c.book_id AND s.campaign_id=c.campaign_id WHERE e.book_id=NEW.book_id AND e.code=NEW.code)
      OR NOT EXISTS(SELECT 1 FROM campaign_electorate WHERE book_id=NEW.book_id AND code=NEW.code)
      OR NEW.ballot_no<>1+coalesce((SELECT max(ballot_no) FROM campaign_ballot WHERE book_id=NEW.book_id AND code=NEW.code),0) THEN
    PERFORM wxzj_refuse('ballot_wrong','not the next ballot, or the vote is over'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_campaign_due_fresh
CREATE OR REPLACE FUNCTION wxzj_campaign_due_fresh()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM campaign WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id) THEN
    PERFORM wxzj_refuse('sealed','the list of a campaign never grows'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_campaign_elector
CREATE OR REPLACE FUNCTION wxzj_campaign_elector()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM campaign_electorate WHERE book_id=NEW.book_id AND code=NEW.code) THEN
    PERFORM wxzj_refuse('scope_frozen','an electorate never changes'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_campaign_electorate
CREATE OR REPLACE FUNCTION wxzj_campaign_electorate()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM campaign c JOIN campaign_step s ON s.book_id=c.book_id AND s.campaign_id=c.campaign_id
      WHERE c.book_id=NEW.led_by AND c.code=NEW.code)
      OR NOT EXISTS(SELECT 1 FROM campaign WHERE book_id=NEW.led_by AND code=NEW.code) THEN
    PERFORM wxzj_refuse('scope_frozen','an electorate is frozen once, before the vote'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_campaign_seal
CREATE OR REPLACE FUNCTION wxzj_campaign_seal()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NOT EXISTS(SELECT 1 FROM campaign_due WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id
      HAVING count(*)=NEW.household_count AND sum(due_fen)=NEW.due_fen) THEN
    PERFORM wxzj_refuse('campaign_list','the list does not add up to its campaign'); END IF;
  IF NEW.campaign_id<>1+coalesce((SELECT max(campaign_id) FROM campaign WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','campaigns follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_campaign_step_next
CREATE OR REPLACE FUNCTION wxzj_campaign_step_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.step_no<>1+(SELECT count(*) FROM campaign_step WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id) THEN
    PERFORM wxzj_refuse('sealed','steps follow one another'); END IF;
  IF NEW.step_no>1 AND (NEW.state<>'STOPPED' OR EXISTS(SELECT 1 FROM campaign_step
      WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id AND state IN('STOPPED','REPLACED'))) THEN
    PERFORM wxzj_refuse('campaign_state','the campaign is not in a state for this step'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_campaign_waiver_next
CREATE OR REPLACE FUNCTION wxzj_campaign_waiver_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.waiver_id<>1+coalesce((SELECT max(waiver_id) FROM campaign_waiver WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','waivers follow one another'); END IF;
  IF NEW.asks IS NOT NULL AND NOT EXISTS(SELECT 1 FROM campaign_waiver
      WHERE book_id=NEW.book_id AND waiver_id=NEW.asks AND asks IS NULL AND campaign_id=NEW.campaign_id
        AND sub_id=NEW.sub_id AND amount_fen=NEW.amount_fen) THEN
    PERFORM wxzj_refuse('waiver_differs','a waiver is granted as it was asked for'); END IF;
  IF EXISTS(SELECT 1 FROM campaign_waiver WHERE book_id=NEW.book_id AND waiver_id=NEW.asks AND who=NEW.who)
      AND EXISTS(SELECT 1 FROM login) THEN
    PERFORM wxzj_refuse('waiver_self','whoever asked for a waiver does not grant it'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_close_in_hand
CREATE OR REPLACE FUNCTION wxzj_close_in_hand()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM (SELECT DISTINCT book_id,period,close_no FROM fresh) f WHERE NOT EXISTS(SELECT 1 FROM month m
      JOIN close_log c ON c.book_id=m.book_id AND c.period=m.period AND c.close_no=m.close_no+1 AND c.act='CLOSE'
      WHERE m.book_id=f.book_id AND m.period=f.period AND m.state='OPEN' AND c.close_no=f.close_no)) THEN
    PERFORM wxzj_refuse('close_in_hand',TG_TABLE_NAME||' belongs to the close in hand'); END IF;
  RETURN NULL;
END$function$


-- function wxzj_close_log
CREATE OR REPLACE FUNCTION wxzj_close_log()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  PERFORM 1 FROM month WHERE book_id=NEW.book_id AND period=NEW.period FOR UPDATE;
  PERFORM 1 FROM book_head WHERE book_id=NEW.book_id FOR UPDATE;
  IF NOT EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period=NEW.period
      AND ((NEW.act='CLOSE' AND state='OPEN' AND close_no=NEW.close_no-1) OR (NEW.act<>'CLOSE' AND state='CLOSED' AND close_no=NEW.close_no))) THEN
    PERFORM wxzj_refuse('month_step','not a lawful step of a month'); END IF;
  IF (NEW.act='CLOSE' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period<NEW.period AND state='OPEN'))
      OR (NEW.act='REOPEN' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period>NEW.period AND state<>'OPEN'))
      OR (NEW.act='LOCK' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period<NEW.period AND state<>'LOCKED')) THEN
    PERFORM wxzj_refuse('month_order','earlier months come first, and only the latest closed month may be reopened'); END IF;
  IF NEW.act='REOPEN' AND NOT EXISTS(SELECT 1 FROM book WHERE book_id=NEW.book_id AND reopening=1) THEN
    PERFORM wxzj_refuse('reopening_off','reopening is off for this book'); END IF;
  IF NEW.act='CLOSE' AND NEW.log_size IS DISTINCT FROM (SELECT log_size FROM book_head WHERE book_id=NEW.book_id) THEN
    PERFORM wxzj_refuse('log_gap','the checkpoint does not cover the whole log'); END IF;
  IF NEW.act='CLOSE' AND EXISTS(SELECT 1 FROM turnover t JOIN book b ON b.book_id=t.book_id JOIN account a ON a.chart=b.chart AND a.account=t.account
      WHERE t.book_id=NEW.book_id AND t.period=NEW.period AND a.class IN('INCOME','EXPENDITURE') GROUP BY t.account,t.estate_id HAVING sum(t.debit_fen)<>sum(t.credit_fen)) THEN
    PERFORM wxzj_refuse('not_carried','income and expenditure are not carried over'); END IF;
  IF EXISTS(SELECT 1 FROM login) AND NOT (EXISTS(SELECT 1 FROM login WHERE name=NEW.who) AND (NEW.second IS NULL OR EXISTS(SELECT 1 FROM login WHERE name=NEW.second))) THEN
    PERFORM wxzj_refuse('second_missing','whoever closes, reopens or locks, and the second person, are users'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_deny
CREATE OR REPLACE FUNCTION wxzj_deny()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  RAISE EXCEPTION 'wxzj:% % never changes', TG_ARGV[0], TG_TABLE_NAME USING ERRCODE='23514';
END$function$


-- function wxzj_deposit_open
CREATE OR REPLACE FUNCTION wxzj_deposit_open()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE r record;
BEGIN
  -- As replica the server looks at no foreign key, and rows without a voucher would stay.
  IF current_setting('session_replication_role')='replica' THEN PERFORM wxzj_refuse('voucher_unsealed','nothing is written without foreign keys'); END IF;
  FOR r IN SELECT DISTINCT book_id,voucher_id FROM fresh ORDER BY 1,2 LOOP
    PERFORM 1 FROM book_head WHERE book_id=r.book_id FOR UPDATE;
    PERFORM 1 FROM voucher WHERE book_id=r.book_id AND voucher_id=r.voucher_id;
    IF FOUND THEN PERFORM wxzj_refuse('voucher_sealed','nothing is added to a posted voucher'); END IF;
  END LOOP;
  IF EXISTS(SELECT 1 FROM fresh f WHERE f.attempt<>1+(SELECT count(*) FROM deposit d JOIN voucher v ON v.book_id=d.book_id AND v.reverses=d.voucher_id
      WHERE d.book_id=f.book_id AND d.deposit_key=f.deposit_key)) THEN
    PERFORM wxzj_refuse('deposit_exists','the deposit is booked already'); END IF;
  RETURN NULL;
END$function$


-- function wxzj_deposit_plan_next
CREATE OR REPLACE FUNCTION wxzj_deposit_plan_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.plan_no<>1+coalesce((SELECT max(plan_no) FROM deposit_plan WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','plans follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_deposit_plan_step_next
CREATE OR REPLACE FUNCTION wxzj_deposit_plan_step_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.plan_no<>(SELECT max(plan_no) FROM deposit_plan WHERE book_id=NEW.book_id)
      OR NEW.step_no<>1+coalesce((SELECT max(step_no) FROM deposit_plan_step WHERE book_id=NEW.book_id AND plan_no=NEW.plan_no),0) THEN
    PERFORM wxzj_refuse('sealed','a step belongs to the newest plan'); END IF;
  IF NEW.amount_fen+coalesce((SELECT sum(amount_fen) FROM deposit_plan_step WHERE book_id=NEW.book_id AND plan_no=NEW.plan_no),0)
      >(SELECT total_fen FROM deposit_plan WHERE book_id=NEW.book_id AND plan_no=NEW.plan_no) THEN
    PERFORM wxzj_refuse('plan_over_total','the steps come to more than the plan'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_deposit_ref
CREATE OR REPLACE FUNCTION wxzj_deposit_ref()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM fresh f JOIN bank_movement m ON m.book_id=f.book_id AND m.bank_account_id=f.bank_account_id AND m.bank_ref=f.bank_ref
      LEFT JOIN draft d ON d.book_id=m.book_id AND d.draft_id=m.draft_id
      WHERE (d.state IN('DRAFT','CHECKED') OR (d.draft_id IS NULL OR d.state='POSTED')
          AND NOT EXISTS(SELECT 1 FROM voucher r WHERE r.book_id=m.book_id AND r.reverses=coalesce(m.voucher_id,d.voucher_id)))
        AND NOT EXISTS(SELECT 1 FROM draft_deposit w WHERE w.book_id=m.book_id AND w.deposit_key=f.deposit_key AND w.draft_id=m.draft_id)) THEN
    PERFORM wxzj_refuse('bank_ref_used','the number of this bank account stands already'); END IF;
  RETURN NULL;
END$function$


-- function wxzj_distribution_next
CREATE OR REPLACE FUNCTION wxzj_distribution_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.distribution_id<>1+coalesce((SELECT max(distribution_id) FROM distribution WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','distributions follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_draft_deposit_waits
CREATE OR REPLACE FUNCTION wxzj_draft_deposit_waits()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP='DELETE' THEN
    IF EXISTS(SELECT 1 FROM draft WHERE book_id=OLD.book_id AND draft_id=OLD.draft_id AND state IN('DRAFT','CHECKED')) THEN
      PERFORM wxzj_refuse('draft_state','a deposit waits as long as its draft'); END IF;
    RETURN OLD;
  END IF;
  IF NOT EXISTS(SELECT 1 FROM draft WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id AND state='DRAFT') THEN
    PERFORM wxzj_refuse('draft_state','a deposit is added to a fresh draft only'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_draft_house
CREATE OR REPLACE FUNCTION wxzj_draft_house()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NOT EXISTS(SELECT 1 FROM draft WHERE book_id=NEW.book_id AND draft_id=NEW.draft_id AND state='DRAFT') THEN
    PERFORM wxzj_refuse('draft_state','a plan lies beside a fresh draft, once'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_draft_step
CREATE OR REPLACE FUNCTION wxzj_draft_step()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF OLD.state IN('POSTED','RETURNED')
      AND (NEW.state,NEW.checker,NEW.reason,NEW.voucher_id) IS DISTINCT FROM (OLD.state,OLD.checker,OLD.reason,OLD.voucher_id) THEN
    PERFORM wxzj_refuse('draft_state','a posted or returned draft stays so'); END IF;
  IF NEW.state='POSTED' AND NOT EXISTS(SELECT 1 FROM voucher
      WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id AND request_key='draft:'||NEW.draft_id) THEN
    PERFORM wxzj_refuse('draft_unposted','a draft is posted with its voucher only'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_duty_grant_next
CREATE OR REPLACE FUNCTION wxzj_duty_grant_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.grant_id<>1+coalesce((SELECT max(grant_id) FROM duty_grant),0) THEN
    PERFORM wxzj_refuse('sealed','grants follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_earmark
CREATE OR REPLACE FUNCTION wxzj_earmark()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE n bigint;
BEGIN
  PERFORM 1 FROM book_head WHERE book_id=NEW.book_id FOR UPDATE;
  SELECT max(earmark_id) INTO n FROM earmark WHERE book_id=NEW.book_id AND earmark_id<NEW.earmark_id;
  IF NEW.earmark_id<>coalesce(n,0)+1 OR 0>(SELECT sum(amount_fen) FROM earmark WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND sub_id=NEW.sub_id AND part=NEW.part) THEN
    PERFORM wxzj_refuse('earmark_wrong','not the next earmark, or more is released than was set aside'); END IF;
  UPDATE sub_balance SET earmark_fen=earmark_fen+NEW.amount_fen,earmark_id=NEW.earmark_id WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND part=NEW.part;
  IF NOT FOUND THEN PERFORM wxzj_refuse('sub_account_unknown','an earmark did not reach its balance'); END IF;
  RETURN NULL;
END$function$


-- function wxzj_floor_grant
CREATE OR REPLACE FUNCTION wxzj_floor_grant()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE n bigint;
BEGIN
  PERFORM 1 FROM book_head WHERE book_id=NEW.book_id FOR UPDATE;
  SELECT max(grant_id) INTO n FROM floor_grant WHERE book_id=NEW.book_id AND grant_id<NEW.grant_id;
  IF NEW.grant_id<>coalesce(n,0)+1 OR (EXISTS(SELECT 1 FROM login) AND (NOT EXISTS(SELECT 1 FROM login WHERE name=NEW.who) OR NOT EXISTS(SELECT 1 FROM login WHERE name=NEW.second))) THEN
    PERFORM wxzj_refuse('floor_wrong','not the next grant, or its two people are not users'); END IF;
  UPDATE sub_balance SET floor_fen=NEW.floor_fen,grant_id=NEW.grant_id WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id AND part=NEW.part;
  IF NOT FOUND THEN PERFORM wxzj_refuse('sub_account_unknown','a granted floor did not reach its balance'); END IF;
  RETURN NULL;
END$function$


-- function wxzj_handover_next
CREATE OR REPLACE FUNCTION wxzj_handover_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.handover_id<>1+coalesce((SELECT max(handover_id) FROM handover),0) THEN
    PERFORM wxzj_refuse('sealed','lists follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_handover_sign
CREATE OR REPLACE FUNCTION wxzj_handover_sign()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.sign_no<>1+(SELECT count(*) FROM handover_signed WHERE handover_id=NEW.handover_id)
    OR NOT EXISTS(SELECT 1 FROM handover WHERE handover_id=NEW.handover_id AND NEW.name IN(giver,taker)) THEN
    PERFORM wxzj_refuse('sealed','giver and taker sign, one after the other'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_head_step
CREATE OR REPLACE FUNCTION wxzj_head_step()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.book_id<>OLD.book_id OR NEW.frontier_size<OLD.frontier_size OR (NEW.frontier_size=OLD.frontier_size AND NEW.frontier<>OLD.frontier)
      OR (NEW.log_size<>OLD.log_size AND (NEW.log_size<>OLD.log_size+1 OR NOT (
        EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.log_size)
        OR EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.log_size)))) THEN
    PERFORM wxzj_refuse('kept_by_seal','the log moves with a voucher or a change of master data'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_house_event
CREATE OR REPLACE FUNCTION wxzj_house_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.event_no<>1+coalesce((SELECT max(event_no) FROM house_event WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('house_event_gap','events of houses follow one another'); END IF;
  IF NEW.act IN('SPLIT','MERGE','RECUT') AND (SELECT sum(CASE role WHEN 'INTO' THEN area ELSE -area END)=NEW.area_gap
      AND sum(CASE role WHEN 'INTO' THEN due_fen ELSE -due_fen END)=0
      AND sum(CASE role WHEN 'INTO' THEN principal_fen ELSE -principal_fen END)=0
      AND sum(CASE role WHEN 'INTO' THEN earnings_fen ELSE -earnings_fen END)=0
      AND sum(CASE role WHEN 'INTO' THEN before_fen ELSE -before_fen END)=0
      AND sum(CASE role WHEN 'INTO' THEN owner_fen ELSE -owner_fen END)=0
      AND sum(CASE role WHEN 'INTO' THEN selling_unit_fen ELSE -selling_unit_fen END)=0
      AND sum(CASE role WHEN 'INTO' THEN developer_fen ELSE -developer_fen END)=0
      AND min(dated_on)=NEW.dated_on AND max(dated_on)=NEW.dated_on
    FROM house_part WHERE book_id=NEW.book_id AND event_no=NEW.event_no AND role<>'SELF') IS NOT TRUE THEN
    PERFORM wxzj_refuse('house_unequal','what houses become holds what they held'); END IF;
  IF EXISTS(SELECT 1 FROM carried_move WHERE book_id=NEW.book_id AND event_no=NEW.event_no GROUP BY part,value_on HAVING sum(amount_fen)<>0)
      OR EXISTS(SELECT 1 FROM carried_move WHERE book_id=NEW.book_id AND event_no=NEW.event_no GROUP BY sub_id,part HAVING sum(amount_fen)<>0) THEN
    PERFORM wxzj_refuse('house_unequal','movements are carried over whole, day by day'); END IF;
  IF EXISTS(SELECT 1 FROM house_part p WHERE p.book_id=NEW.book_id AND p.event_no=NEW.event_no AND p.role='FROM'
      AND NOT EXISTS(SELECT 1 FROM sub_close c WHERE c.book_id=p.book_id AND c.sub_id=p.sub_id AND c.since IS NOT NULL AND c.until IS NULL)) THEN
    PERFORM wxzj_refuse('house_not_closed','a house goes with its sub-account closed'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_house_open
CREATE OR REPLACE FUNCTION wxzj_house_open()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM fresh n JOIN house_event e ON e.book_id=n.book_id AND e.event_no=n.event_no) THEN
    PERFORM wxzj_refuse('sealed','nothing is added to an event of a house'); END IF;
  RETURN NULL;
END$function$


-- function wxzj_household
CREATE OR REPLACE FUNCTION wxzj_household()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.book_id<>OLD.book_id OR NEW.sub_id<>OLD.sub_id OR NEW.change_id<=OLD.change_id THEN
    PERFORM wxzj_refuse('master_data_guard','master data change with an entry in the log only'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_household_freeze_next
CREATE OR REPLACE FUNCTION wxzj_household_freeze_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.freeze_no<>1+coalesce((SELECT max(freeze_no) FROM household_freeze WHERE book_id=NEW.book_id AND sub_id=NEW.sub_id),0) THEN
    PERFORM wxzj_refuse('sealed','freezes follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_investment_next
CREATE OR REPLACE FUNCTION wxzj_investment_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.investment_id<>1+coalesce((SELECT max(investment_id) FROM investment WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','investments follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_leaves
CREATE OR REPLACE FUNCTION wxzj_leaves()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE owed numeric; told numeric;
BEGIN
  IF NEW.share_count>0 AND EXISTS(SELECT 1 FROM share s JOIN sub_close c ON c.book_id=s.book_id AND c.sub_id=s.sub_id
      WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND c.since IS NOT NULL AND c.until IS NULL AND c.since IS DISTINCT FROM NEW.reverses AND NOT (c.cause='CUSTODY' AND NEW.kind='CUSTODY')) THEN
    PERFORM wxzj_refuse('sub_account_closed','a sub-account that was closed bears nothing more'); END IF;
  IF NEW.event IS NULL THEN RETURN NULL; END IF;
  IF NEW.reverses IS NULL THEN
    IF EXISTS(SELECT 1 FROM sub_close c JOIN sub_balance b ON b.book_id=c.book_id AND b.sub_id=c.sub_id
        WHERE c.book_id=NEW.book_id AND c.event=NEW.event AND c.since IS NULL AND c.cause<>'CUSTODY' AND (b.amount_fen<>0 OR b.earmark_fen<>0)) THEN
      PERFORM wxzj_refuse('sub_account_not_empty','a sub-account is closed at nothing, with nothing set aside'); END IF;
    SELECT sum(x.fen) INTO owed FROM (SELECT amount_fen AS fen FROM lost_refund WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL
      UNION ALL SELECT -amount_fen FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL) x;
    SELECT coalesce(sum(CASE side WHEN 'C' THEN amount_fen ELSE -amount_fen END),0) INTO told FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id AND account='2001';
    IF owed<>told THEN PERFORM wxzj_refuse('lost_register_wrong','2001 moves by what the register says of this event'); END IF;
    UPDATE sub_close SET since=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL;
    UPDATE lost_refund SET since=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL;
    UPDATE lost_payment SET since=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since IS NULL;
  ELSE
    UPDATE sub_close SET until=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since=NEW.reverses;
    UPDATE lost_refund SET until=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since=NEW.reverses;
    UPDATE lost_payment SET until=NEW.voucher_id WHERE book_id=NEW.book_id AND event=NEW.event AND since=NEW.reverses;
  END IF;
  IF NOT EXISTS(SELECT 1 FROM lost_refund WHERE book_id=NEW.book_id AND event=NEW.event)
      AND NOT EXISTS(SELECT 1 FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event) THEN RETURN NULL; END IF;
  IF EXISTS(SELECT 1 FROM lost_refund r WHERE r.book_id=NEW.book_id AND (r.event=NEW.event
        OR (r.event,r.lost_no) IN(SELECT lost_event,lost_no FROM lost_payment WHERE book_id=NEW.book_id AND event=NEW.event))
      AND (SELECT coalesce(sum(p.amount_fen),0) FROM lost_payment p WHERE p.book_id=r.book_id AND p.lost_event=r.event AND p.lost_no=r.lost_no AND p.since IS NOT NULL AND p.until IS NULL)
        NOT BETWEEN 0 AND (CASE WHEN r.since IS NOT NULL AND r.until IS NULL THEN r.amount_fen ELSE 0 END)) THEN
    PERFORM wxzj_refuse('lost_overpaid','more is paid than is owed, or less than nothing'); END IF;
  RETURN NULL;
END$function$


-- function wxzj_leaving_begins
CREATE OR REPLACE FUNCTION wxzj_leaving_begins()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.until IS NOT NULL OR (NEW.since IS NOT NULL AND (TG_TABLE_NAME<>'sub_close'
      OR NOT EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.since)
      OR EXISTS(SELECT 1 FROM sub_balance WHERE book_id=NEW.book_id AND sub_id=(to_jsonb(NEW)->>'sub_id')::integer AND (amount_fen<>0 OR earmark_fen<>0)))) THEN
    PERFORM wxzj_refuse('register_wrong','a row begins without effect, or with an entry in the log where nothing is held'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_leaving_step
CREATE OR REPLACE FUNCTION wxzj_leaving_step()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF (to_jsonb(NEW)-'since'-'until')<>(to_jsonb(OLD)-'since'-'until') OR NOT (
      (OLD.since IS NULL AND NEW.until IS NULL AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.since AND event=NEW.event AND reverses IS NULL))
      OR (NEW.since IS NOT DISTINCT FROM OLD.since AND OLD.until IS NULL AND (
        EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.until AND reverses=OLD.since)
        OR (EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.until)
          AND (to_jsonb(NEW)->>'cause'='CUSTODY' OR EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=OLD.since)))
        OR (to_jsonb(NEW)->>'cause'='CUSTODY' AND EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id=NEW.until AND kind='CUSTODY'))))
      OR (OLD.since IS NULL AND NEW.until IS NULL AND to_jsonb(NEW)->>'cause'='CUSTODY' AND EXISTS(SELECT 1 FROM master_change WHERE book_id=NEW.book_id AND change_id=NEW.since)
        AND NOT EXISTS(SELECT 1 FROM sub_balance WHERE book_id=NEW.book_id AND sub_id=(to_jsonb(NEW)->>'sub_id')::integer AND (amount_fen<>0 OR earmark_fen<>0)))) THEN
    PERFORM wxzj_refuse('register_wrong','a row takes effect with its voucher, and ends with the reversal'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_line_open
CREATE OR REPLACE FUNCTION wxzj_line_open()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE r record;
BEGIN
  -- As replica the server looks at no foreign key, and rows without a voucher would stay.
  IF current_setting('session_replication_role')='replica' THEN PERFORM wxzj_refuse('voucher_unsealed','nothing is written without foreign keys'); END IF;
  FOR r IN SELECT DISTINCT book_id,voucher_id FROM fresh ORDER BY 1,2 LOOP
    PERFORM 1 FROM book_head WHERE book_id=r.book_id FOR UPDATE;
    PERFORM 1 FROM voucher WHERE book_id=r.book_id AND voucher_id=r.voucher_id;
    IF FOUND THEN PERFORM wxzj_refuse('voucher_sealed','nothing is added to a posted voucher'); END IF;
  END LOOP;
  RETURN NULL;
END$function$


-- function wxzj_master_change
CREATE OR REPLACE FUNCTION wxzj_master_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  UPDATE book_head SET log_size=NEW.change_id WHERE book_id=NEW.book_id AND log_size=NEW.change_id-1;
  IF NOT FOUND THEN PERFORM wxzj_refuse('log_gap','not the next place in the log'); END IF;
  RETURN NULL;
END$function$


-- function wxzj_month_step
CREATE OR REPLACE FUNCTION wxzj_month_step()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP='INSERT' THEN
    IF NEW.state<>'OPEN' OR NEW.close_no<>0 OR NEW.period<>(SELECT coalesce(max(CASE WHEN period%100=12 THEN period+89 ELSE period+1 END),NEW.period) FROM month WHERE book_id=NEW.book_id) THEN
      PERFORM wxzj_refuse('month_order','months open one after another'); END IF;
    RETURN NEW;
  END IF;
  IF NEW.book_id<>OLD.book_id OR NEW.period<>OLD.period OR NOT ((OLD.state='OPEN' AND NEW.state='CLOSED' AND NEW.close_no=OLD.close_no+1)
      OR (OLD.state='CLOSED' AND NEW.state IN('OPEN','LOCKED') AND NEW.close_no=OLD.close_no)) THEN
    PERFORM wxzj_refuse('month_step','not a lawful step of a month'); END IF;
  IF NOT EXISTS(SELECT 1 FROM close_log WHERE book_id=NEW.book_id AND period=NEW.period AND close_no=NEW.close_no
      AND act=CASE NEW.state WHEN 'CLOSED' THEN 'CLOSE' WHEN 'OPEN' THEN 'REOPEN' ELSE 'LOCK' END) THEN
    PERFORM wxzj_refuse('close_log_missing','a month changes with its row in the close log only'); END IF;
  IF NEW.state='OPEN' AND EXISTS(SELECT 1 FROM month WHERE book_id=NEW.book_id AND period>NEW.period AND state<>'OPEN') THEN
    PERFORM wxzj_refuse('month_order','only the latest closed month may be reopened'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_notice_delivery_next
CREATE OR REPLACE FUNCTION wxzj_notice_delivery_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.delivery_id<>1+coalesce((SELECT max(delivery_id) FROM notice_delivery WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','deliveries follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_notice_next
CREATE OR REPLACE FUNCTION wxzj_notice_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.notice_id<>1+coalesce((SELECT max(notice_id) FROM notice WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','notices follow one another'); END IF;
  IF coalesce((SELECT state FROM campaign_step WHERE book_id=NEW.book_id AND campaign_id=NEW.campaign_id ORDER BY step_no DESC LIMIT 1),'')
      NOT IN('VOTED','BY_RULE') THEN
    PERFORM wxzj_refuse('campaign_state','notices are given while a campaign is in force'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_number_kept
CREATE OR REPLACE FUNCTION wxzj_number_kept()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  IF NOT EXISTS(SELECT 1 FROM book_head h JOIN voucher v ON v.book_id=h.book_id AND v.voucher_id=h.log_size+1
      WHERE h.book_id=NEW.book_id AND v.period=NEW.period AND v.word=NEW.word AND v.no=NEW.last_no) THEN
    PERFORM wxzj_refuse('kept_by_seal','numbers move with a voucher only'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_operator
CREATE OR REPLACE FUNCTION wxzj_operator()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.operator_id<>1+coalesce((SELECT max(operator_id) FROM operator),0) THEN
    PERFORM wxzj_refuse('sealed','operators follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_payee_next
CREATE OR REPLACE FUNCTION wxzj_payee_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.payee_id<>1+coalesce((SELECT max(payee_id) FROM payee),0) THEN
    PERFORM wxzj_refuse('sealed','payees follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_payee_own
CREATE OR REPLACE FUNCTION wxzj_payee_own()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM payee p WHERE p.payee_id=NEW.payee_id
      AND (p.made_by=NEW.who OR (NEW.who='' AND EXISTS(SELECT 1 FROM login)))) THEN
    PERFORM wxzj_refuse('payee_own','bank details are confirmed by somebody else'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_plant_defect
CREATE OR REPLACE FUNCTION wxzj_plant_defect()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF (NEW.act='FOUND' AND NEW.defect_no<>1+coalesce((SELECT max(defect_no) FROM plant_defect WHERE handover_id=NEW.handover_id),0))
      OR (NEW.act='MENDED' AND (NOT EXISTS(SELECT 1 FROM plant_defect WHERE handover_id=NEW.handover_id AND defect_no=NEW.defect_no AND act='FOUND' AND dated_on<=NEW.dated_on)
        OR EXISTS(SELECT 1 FROM plant_defect WHERE handover_id=NEW.handover_id AND defect_no=NEW.defect_no AND act='MENDED'))) THEN
    PERFORM wxzj_refuse('sealed','a defect is found, then mended, once'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_plant_handover
CREATE OR REPLACE FUNCTION wxzj_plant_handover()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.handover_id<>1+coalesce((SELECT max(handover_id) FROM plant_handover),0) THEN
    PERFORM wxzj_refuse('sealed','hand-overs follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_plant_item
CREATE OR REPLACE FUNCTION wxzj_plant_item()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM plant_step WHERE handover_id=NEW.handover_id) OR EXISTS(SELECT 1 FROM plant_item WHERE handover_id=NEW.handover_id AND asset_id=NEW.asset_id) THEN
    PERFORM wxzj_refuse('sealed','what is handed over stands with its beginning'); END IF;
  IF EXISTS(SELECT 1 FROM plant_item i JOIN plant_step s ON s.handover_id=i.handover_id WHERE i.asset_id=NEW.asset_id
        AND s.step_no=(SELECT max(step_no) FROM plant_step WHERE handover_id=i.handover_id) AND s.state NOT IN('NOT_TRANSFERRED','RESPONSIBILITY_SWITCHED','BOOKED_BY_OPERATOR')) THEN
    PERFORM wxzj_refuse('asset_promised','the asset is being handed over already'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_plant_step
CREATE OR REPLACE FUNCTION wxzj_plant_step()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.step_no<>1+coalesce((SELECT max(step_no) FROM plant_step WHERE handover_id=NEW.handover_id),0) THEN
    PERFORM wxzj_refuse('sealed','steps follow one another'); END IF;
  IF NOT NEW.state=ANY(CASE coalesce((SELECT state FROM plant_step WHERE handover_id=NEW.handover_id ORDER BY step_no DESC LIMIT 1),'')
      WHEN '' THEN ARRAY['SURVEYED','BUILT']
      WHEN 'SURVEYED' THEN ARRAY['DESIGN_AGREED','NOT_TRANSFERRED']
      WHEN 'DESIGN_AGREED' THEN ARRAY['BUILT','NOT_TRANSFERRED']
      WHEN 'BUILT' THEN ARRAY['JOINT_ACCEPTANCE','REJECTED','NOT_TRANSFERRED']
      WHEN 'REJECTED' THEN ARRAY['JOINT_ACCEPTANCE','REJECTED','NOT_TRANSFERRED']
      WHEN 'JOINT_ACCEPTANCE' THEN ARRAY['OWNERS_DECIDED','AGREEMENT_SIGNED','NOT_TRANSFERRED']
      WHEN 'OWNERS_DECIDED' THEN ARRAY['AGREEMENT_SIGNED','NOT_TRANSFERRED']
      WHEN 'AGREEMENT_SIGNED' THEN ARRAY['HANDED_OVER','NOT_TRANSFERRED']
      WHEN 'HANDED_OVER' THEN ARRAY['RESPONSIBILITY_SWITCHED']
      WHEN 'RESPONSIBILITY_SWITCHED' THEN ARRAY['BOOKED_BY_OPERATOR']
      WHEN 'NOT_TRANSFERRED' THEN ARRAY['JOINT_ACCEPTANCE','REJECTED']
      ELSE ARRAY[]::text[] END) THEN
    PERFORM wxzj_refuse('handover_state','a hand-over does not move so'); END IF;
  IF EXISTS(SELECT 1 FROM plant_step WHERE handover_id=NEW.handover_id AND dated_on>NEW.dated_on) THEN
    PERFORM wxzj_refuse('handover_dates','a step is not dated before the last'); END IF;
  IF NEW.state IN('JOINT_ACCEPTANCE','HANDED_OVER') AND EXISTS(SELECT 1 FROM plant_defect d WHERE d.handover_id=NEW.handover_id AND d.act='FOUND'
        AND NOT EXISTS(SELECT 1 FROM plant_defect m WHERE m.handover_id=d.handover_id AND m.defect_no=d.defect_no AND m.act='MENDED')) THEN
    PERFORM wxzj_refuse('handover_defects','defects are mended first'); END IF;
  IF NEW.state='RESPONSIBILITY_SWITCHED' AND EXISTS(SELECT 1 FROM login)
        AND EXISTS(SELECT 1 FROM plant_step WHERE handover_id=NEW.handover_id AND state='AGREEMENT_SIGNED' AND who=NEW.who) THEN
    PERFORM wxzj_refuse('handover_own','somebody else than who recorded the agreement switches the duty'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_project_budget_next
CREATE OR REPLACE FUNCTION wxzj_project_budget_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.budget_no<>1+coalesce((SELECT max(budget_no) FROM project_budget WHERE project_id=NEW.project_id AND item_no=NEW.item_no),0) THEN
    PERFORM wxzj_refuse('sealed','budgets follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_project_estate_next
CREATE OR REPLACE FUNCTION wxzj_project_estate_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.estate_no<>1+coalesce((SELECT max(estate_no) FROM project_estate WHERE project_id=NEW.project_id),0) THEN
    PERFORM wxzj_refuse('sealed','estates of a project follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_project_grant_next
CREATE OR REPLACE FUNCTION wxzj_project_grant_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.grant_no<>1+coalesce((SELECT max(grant_no) FROM project_grant WHERE project_id=NEW.project_id AND source_no=NEW.source_no),0) THEN
    PERFORM wxzj_refuse('sealed','grants follow one another'); END IF;
  IF NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM project_grant WHERE project_id=NEW.project_id AND source_no=NEW.source_no)
      <(SELECT coalesce(sum(amount_fen),0) FROM project_match WHERE project_id=NEW.project_id AND source_no=NEW.source_no) THEN
    PERFORM wxzj_refuse('source_matched','what is matched is not taken back'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_project_item_next
CREATE OR REPLACE FUNCTION wxzj_project_item_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.item_no<>1+coalesce((SELECT max(item_no) FROM project_item WHERE project_id=NEW.project_id),0) THEN
    PERFORM wxzj_refuse('sealed','cost lines follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_project_match_next
CREATE OR REPLACE FUNCTION wxzj_project_match_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.match_no<>1+coalesce((SELECT max(match_no) FROM project_match WHERE project_id=NEW.project_id),0) THEN
    PERFORM wxzj_refuse('sealed','matches follow one another'); END IF;
  IF NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM project_match WHERE project_id=NEW.project_id AND source_no=NEW.source_no)
        >(SELECT coalesce(sum(amount_fen),0) FROM project_grant WHERE project_id=NEW.project_id AND source_no=NEW.source_no)
      OR NEW.amount_fen+(SELECT coalesce(sum(amount_fen),0) FROM project_match WHERE project_id=NEW.project_id AND source_no=NEW.source_no AND item_no=NEW.item_no)<0
      OR EXISTS(SELECT 1 FROM project_source WHERE project_id=NEW.project_id AND source_no=NEW.source_no AND memo=1) THEN
    PERFORM wxzj_refuse('source_exhausted','a source pays no more than it grants, and no line less than nothing'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_project_next
CREATE OR REPLACE FUNCTION wxzj_project_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.project_id<>1+coalesce((SELECT max(project_id) FROM project),0) THEN
    PERFORM wxzj_refuse('sealed','projects follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_project_source_next
CREATE OR REPLACE FUNCTION wxzj_project_source_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.source_no<>1+coalesce((SELECT max(source_no) FROM project_source WHERE project_id=NEW.project_id),0) THEN
    PERFORM wxzj_refuse('sealed','sources follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_project_step_next
CREATE OR REPLACE FUNCTION wxzj_project_step_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.step_no<>1+coalesce((SELECT max(step_no) FROM project_step WHERE project_id=NEW.project_id),0) THEN
    PERFORM wxzj_refuse('sealed','steps follow one another'); END IF;
  IF coalesce((SELECT state FROM project_step WHERE project_id=NEW.project_id ORDER BY step_no DESC LIMIT 1),'')||'>'||NEW.state
      NOT IN('>STORED','STORED>PLANNED','STORED>WITHDRAWN','PLANNED>STORED','PLANNED>STARTED','PLANNED>WITHDRAWN','STARTED>COMPLETED','COMPLETED>HANDED_OVER','COMPLETED>CLOSED','HANDED_OVER>CLOSED') THEN
    PERFORM wxzj_refuse('project_state','a project does not go from one state to any other'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_project_survey_next
CREATE OR REPLACE FUNCTION wxzj_project_survey_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.survey_no<>1+coalesce((SELECT max(survey_no) FROM project_survey WHERE project_id=NEW.project_id),0) THEN
    PERFORM wxzj_refuse('sealed','surveys follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_reach_grant_next
CREATE OR REPLACE FUNCTION wxzj_reach_grant_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.grant_id<>1+coalesce((SELECT max(grant_id) FROM reach_grant),0) THEN
    PERFORM wxzj_refuse('sealed','grants follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_receipt_known
CREATE OR REPLACE FUNCTION wxzj_receipt_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NOT EXISTS(SELECT 1 FROM receipt_lot WHERE book_id=NEW.book_id AND lot_no=NEW.lot_no AND NEW.no BETWEEN first_no AND last_no
      AND NEW.receipt=prefix||right('000000000000000000'||NEW.no,width)) THEN
    PERFORM wxzj_refuse('receipt_unknown','the receipt was never received'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_receipt_lot_next
CREATE OR REPLACE FUNCTION wxzj_receipt_lot_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.lot_no<>1+coalesce((SELECT max(lot_no) FROM receipt_lot WHERE book_id=NEW.book_id),0) THEN
    PERFORM wxzj_refuse('sealed','lots of receipts follow one another'); END IF;
  IF EXISTS(SELECT 1 FROM receipt_lot WHERE book_id=NEW.book_id AND prefix=NEW.prefix AND width=NEW.width AND first_no<=NEW.last_no AND last_no>=NEW.first_no) THEN
    PERFORM wxzj_refuse('receipt_overlap','receipts of this lot were received already'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_receipt_once
CREATE OR REPLACE FUNCTION wxzj_receipt_once()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM receipt_void WHERE book_id=NEW.book_id AND receipt=NEW.receipt) THEN
    PERFORM wxzj_refuse('receipt_voided','a void receipt is not used'); END IF;
  IF NEW.use_no<>1+coalesce((SELECT max(use_no) FROM receipt_use WHERE book_id=NEW.book_id AND receipt=NEW.receipt),0)
      OR EXISTS(SELECT 1 FROM receipt_use u WHERE u.book_id=NEW.book_id AND u.receipt=NEW.receipt
        AND NOT EXISTS(SELECT 1 FROM voucher WHERE book_id=u.book_id AND reverses=u.voucher_id)) THEN
    PERFORM wxzj_refuse('receipt_used','a receipt is used once, again only where its voucher was cancelled'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_refuse
CREATE OR REPLACE FUNCTION wxzj_refuse(word text, message text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'wxzj:% %', word, message USING ERRCODE='23514';
END$function$


-- function wxzj_rule_confirm_apart
CREATE OR REPLACE FUNCTION wxzj_rule_confirm_apart()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM rule_value WHERE set_id=NEW.set_id AND who=NEW.who) THEN
    PERFORM wxzj_refuse('confirmer_is_proposer','whoever set a rule does not confirm it'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_rule_value_next
CREATE OR REPLACE FUNCTION wxzj_rule_value_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.set_id<>1+coalesce((SELECT max(set_id) FROM rule_value),0) THEN
    PERFORM wxzj_refuse('sealed','rules set follow one another'); END IF;
  IF NEW.single=1 AND EXISTS(SELECT 1 FROM login) THEN
    PERFORM wxzj_refuse('rule_unconfirmed','a second person confirms once there are users'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_rules
CREATE OR REPLACE FUNCTION wxzj_rules(of_book integer, on_day date)
 RETURNS TABLE(account text, class text, names_bank smallint, names_estate smallint, closes_to text, target text, control smallint)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT DISTINCT ON(r.account) r.account, a.class, a.names_bank, r.names_estate, r.closes_to, coalesce(r.closes_to,r.account), c.control
  FROM book b JOIN account_rule r ON r.chart=b.chart AND r.fund_type=b.fund_type AND r.valid_from<=on_day
    JOIN account a ON a.chart=r.chart AND a.account=r.account
    JOIN account c ON c.chart=r.chart AND c.account=coalesce(r.closes_to,r.account)
  WHERE b.book_id=of_book ORDER BY r.account, r.valid_from DESC
$function$


-- function wxzj_seal
CREATE OR REPLACE FUNCTION wxzj_seal()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  n bigint; m bigint; s numeric; d numeric; bad text; st text;
BEGIN
  IF NEW.kind NOT IN('GENERAL','OPENING','DISTRIBUTION','CUSTODY','ADJUST','CARRY','CLOSING') OR NEW.word NOT IN('收','付','转','结') THEN
    PERFORM wxzj_refuse('voucher_word_unknown','kind or word of the voucher'); END IF;
  -- against a close in flight: it holds this row for update
  SELECT state INTO st FROM month WHERE book_id=NEW.book_id AND period=NEW.period FOR SHARE;
  IF st IS DISTINCT FROM 'OPEN' OR EXISTS(SELECT 1 FROM month x JOIN close_log c ON c.book_id=x.book_id AND c.period=x.period AND c.close_no=x.close_no+1 AND c.act='CLOSE'
      WHERE x.book_id=NEW.book_id AND x.period=NEW.period) THEN PERFORM wxzj_refuse('month_closed','the month is not open, or its close is in hand'); END IF;
  -- one voucher of a book after the other
  PERFORM 1 FROM book_head WHERE book_id=NEW.book_id AND log_size=NEW.voucher_id-1 FOR UPDATE;
  IF NOT FOUND THEN PERFORM wxzj_refuse('log_gap','not the next place in the log'); END IF;
  SELECT max(no) INTO n FROM voucher WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word AND voucher_id<>NEW.voucher_id AND no<NEW.no;
  IF NEW.no<>coalesce(n,0)+1 THEN PERFORM wxzj_refuse('number_gap','not the next number'); END IF;
  IF NEW.no=1 THEN INSERT INTO number VALUES(NEW.book_id,NEW.period,NEW.word,1) ON CONFLICT DO NOTHING;
  ELSE UPDATE number SET last_no=NEW.no WHERE book_id=NEW.book_id AND period=NEW.period AND word=NEW.word AND last_no=NEW.no-1; END IF;
  IF NOT FOUND THEN PERFORM wxzj_refuse('number_gap','not the next number'); END IF;
  IF EXISTS(SELECT 1 FROM login) THEN
    IF NOT EXISTS(SELECT 1 FROM login WHERE name=NEW.maker) THEN PERFORM wxzj_refuse('maker_missing','the maker is no user'); END IF;
    IF NEW.kind NOT IN('CARRY','CLOSING') AND NOT (EXISTS(SELECT 1 FROM login WHERE name=NEW.checker) AND EXISTS(SELECT 1 FROM login WHERE name=NEW.poster)) THEN
      PERFORM wxzj_refuse('checker_missing','checker and poster are demanded, and are users, once there are users'); END IF;
  END IF;
  SELECT count(*),sum(CASE side WHEN 'D' THEN amount_fen ELSE -amount_fen END),coalesce(sum(amount_fen) FILTER(WHERE side='D'),0)
    INTO n,s,d FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id;
  IF n<>NEW.line_count OR s IS DISTINCT FROM 0 OR d<>NEW.debit_fen THEN PERFORM wxzj_refuse('unbalanced','lines do not balance or do not match the voucher'); END IF;
  -- each line against the rules in force and its shares; the first fault in a fixed order is told
  SELECT min(CASE
      WHEN r.account IS NULL THEN '1account_unknown'
      WHEN NOT carry AND l.estate_id IS NOT NULL AND l.estate_id IS DISTINCT FROM NEW.estate_id THEN '2estate_wrong'
      WHEN NOT carry AND r.names_estate=1 AND l.estate_id IS NULL AND x.held IS NULL THEN '2estate_wrong'
      WHEN (r.names_bank=1)<>(l.bank_account_id IS NOT NULL) THEN '3bank_account_wrong'
      WHEN k.custodian_id<>b.custodian_id OR k.fund_type<>b.fund_type THEN '3bank_account_wrong'
      WHEN (carry OR r.control=0) AND x.held IS NOT NULL THEN '4shares_differ'
      WHEN NOT carry AND r.control=1 AND x.held IS DISTINCT FROM w.want THEN '4shares_differ'
      WHEN NOT carry AND r.control=2 AND x.held IS NOT NULL AND x.held<>w.want THEN '4shares_differ' END),
    coalesce(sum(x.n),0)
    INTO bad,m
    FROM line l CROSS JOIN (SELECT NEW.kind IN('CARRY','CLOSING') AS carry) q
      CROSS JOIN LATERAL (SELECT CASE l.side WHEN 'C' THEN l.amount_fen ELSE -l.amount_fen END AS want) w
      JOIN book b ON b.book_id=l.book_id
      LEFT JOIN wxzj_rules(NEW.book_id,NEW.dated_on) r ON r.account=l.account
      LEFT JOIN bank_account k ON k.bank_account_id=l.bank_account_id
      LEFT JOIN (SELECT line_no,sum(amount_fen) AS held,count(*) AS n FROM share WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id GROUP BY line_no) x ON x.line_no=l.line_no
    WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id;
  IF bad IS NOT NULL THEN PERFORM wxzj_refuse(substr(bad,2),'a line breaks a rule of its account'); END IF;
  SELECT count(*) INTO n FROM share WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id;
  IF n<>NEW.share_count OR m<>n THEN PERFORM wxzj_refuse('share_count_wrong','a share has no line, or the count differs'); END IF;
  IF NEW.share_count>0 AND EXISTS(SELECT 1 FROM share s JOIN line l ON l.book_id=s.book_id AND l.voucher_id=s.voucher_id AND l.line_no=s.line_no
      JOIN wxzj_rules(NEW.book_id,NEW.dated_on) r ON r.account=l.account
      LEFT JOIN sub_account u ON u.book_id=s.book_id AND u.sub_id=s.sub_id
      WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND (u.control IS DISTINCT FROM r.target OR u.estate_id IS DISTINCT FROM l.estate_id)) THEN
    PERFORM wxzj_refuse('sub_account_wrong','a sub-account of another control account or estate'); END IF;
  IF NEW.kind IN('CARRY','CLOSING') AND EXISTS(SELECT 1 FROM line l JOIN wxzj_rules(NEW.book_id,NEW.dated_on) r ON r.account=l.account
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id GROUP BY r.target,l.estate_id
      HAVING sum(CASE l.side WHEN 'D' THEN l.amount_fen ELSE -l.amount_fen END)<>0 OR bool_or(r.class IN('ASSET','LIABILITY'))) THEN
    PERFORM wxzj_refuse('carry_wrong','a closing voucher moves each account to its target and nothing else'); END IF;
  IF NEW.reverses IS NOT NULL AND NOT EXISTS(SELECT 1 FROM voucher o WHERE o.book_id=NEW.book_id AND o.voucher_id=NEW.reverses
      AND o.voucher_id<NEW.voucher_id AND o.reverses IS NULL AND o.kind=NEW.kind AND o.line_count=NEW.line_count AND o.share_count=NEW.share_count
      AND o.line_count=(SELECT count(*) FROM line l JOIN line m ON m.book_id=l.book_id AND m.line_no=l.line_no AND m.account=l.account AND m.side=l.side
        AND m.amount_fen=-l.amount_fen AND m.estate_id IS NOT DISTINCT FROM l.estate_id AND m.bank_account_id IS NOT DISTINCT FROM l.bank_account_id AND m.detail IS NOT DISTINCT FROM l.detail
        WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND m.voucher_id=NEW.reverses)
      AND o.share_count=(SELECT count(*) FROM share s JOIN share t ON t.book_id=s.book_id AND t.sub_id=s.sub_id AND t.part=s.part AND t.line_no=s.line_no
        AND t.amount_fen=-s.amount_fen AND t.payer_class IS NOT DISTINCT FROM s.payer_class
        WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND t.voucher_id=NEW.reverses)) THEN
    PERFORM wxzj_refuse('reversal_wrong','a reversal is the mirror of a voucher that is no reversal itself'); END IF;
  IF NEW.corrects IS NOT NULL AND NOT EXISTS(SELECT 1 FROM voucher WHERE book_id=NEW.book_id AND voucher_id<NEW.voucher_id AND reverses=NEW.corrects) THEN
    PERFORM wxzj_refuse('correction_wrong','a correction replaces a voucher that was reversed'); END IF;
  INSERT INTO turnover AS t(book_id,period,account,estate_id,bank_account_id,kind,debit_fen,credit_fen,voucher_id)
    SELECT book_id,NEW.period,account,coalesce(estate_id,0),coalesce(bank_account_id,0),NEW.kind,
      coalesce(sum(amount_fen) FILTER(WHERE side='D'),0),coalesce(sum(amount_fen) FILTER(WHERE side='C'),0),NEW.voucher_id
    FROM line WHERE book_id=NEW.book_id AND voucher_id=NEW.voucher_id GROUP BY book_id,account,coalesce(estate_id,0),coalesce(bank_account_id,0) ORDER BY 3,4,5
    ON CONFLICT(book_id,period,account,estate_id,bank_account_id,kind) DO UPDATE
      SET debit_fen=t.debit_fen+excluded.debit_fen,credit_fen=t.credit_fen+excluded.credit_fen,voucher_id=excluded.voucher_id;
  IF NEW.share_count>0 THEN
    UPDATE sub_balance b SET amount_fen=b.amount_fen+s.amount_fen,moment=b.moment+s.amount_fen*(NEW.value_on-DATE '1970-01-01'),
        received_fen=b.received_fen+(CASE WHEN s.payer_class IS NULL THEN 0 ELSE s.amount_fen END),voucher_id=NEW.voucher_id
      FROM share s WHERE s.book_id=NEW.book_id AND s.voucher_id=NEW.voucher_id AND b.book_id=NEW.book_id AND b.sub_id=s.sub_id AND b.part=s.part;
    GET DIAGNOSTICS n=ROW_COUNT;
    IF n<>NEW.share_count THEN PERFORM wxzj_refuse('sub_account_unknown','a share did not reach its balance'); END IF;
  END IF;
  IF NEW.kind IN('CARRY','CLOSING') AND NEW.reverses IS NULL AND EXISTS(SELECT 1 FROM line l JOIN wxzj_rules(NEW.book_id,NEW.dated_on) r ON r.account=l.account
      WHERE l.book_id=NEW.book_id AND l.voucher_id=NEW.voucher_id AND r.closes_to IS NOT NULL
      AND 0<>(SELECT sum(t.debit_fen-t.credit_fen) FROM turnover t WHERE t.book_id=l.book_id AND t.period=NEW.period AND t.account=l.account AND t.estate_id=coalesce(l.estate_id,0))) THEN
    PERFORM wxzj_refuse('carry_wrong','a closing voucher carries the whole balance of an account'); END IF;
  -- The log moves last: until then this voucher is the one beyond its head, and only then may kept
  -- figures move. Nobody but the seal ever sees such a voucher.
  UPDATE book_head SET log_size=NEW.voucher_id WHERE book_id=NEW.book_id;
  RETURN NULL;
END$function$


-- function wxzj_share_stays
CREATE OR REPLACE FUNCTION wxzj_share_stays()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM voucher WHERE book_id=OLD.book_id AND voucher_id=OLD.voucher_id) THEN
    PERFORM wxzj_refuse('sealed','a share of a posted voucher is never deleted'); END IF;
  RETURN OLD;
END$function$


-- function wxzj_sub_account_open
CREATE OR REPLACE FUNCTION wxzj_sub_account_open()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM fresh f JOIN book b ON b.book_id=f.book_id LEFT JOIN account a ON a.chart=b.chart AND a.account=f.control
      WHERE a.control IS DISTINCT FROM (CASE f.kind WHEN 'COMMON_INCOME' THEN 2 ELSE 1 END)) THEN
    PERFORM wxzj_refuse('sub_account_wrong','the control account does not fit the kind'); END IF;
  INSERT INTO sub_balance(amount_fen,moment,received_fen,earmark_fen,floor_fen,book_id,sub_id,voucher_id,earmark_id,grant_id,part)
    SELECT 0,0,0,0,0,f.book_id,f.sub_id,0,0,0,p.part FROM fresh f CROSS JOIN (VALUES(0::smallint),(1::smallint)) p(part);
  RETURN NULL;
END$function$


-- function wxzj_sub_balance_kept
CREATE OR REPLACE FUNCTION wxzj_sub_balance_kept()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM (SELECT DISTINCT book_id,voucher_id FROM fresh) f WHERE NOT EXISTS(SELECT 1 FROM book_head h
      JOIN voucher v ON v.book_id=h.book_id AND v.voucher_id=h.log_size+1 WHERE h.book_id=f.book_id AND v.voucher_id=f.voucher_id))
    AND EXISTS(SELECT 1 FROM was o FULL JOIN fresh n ON n.book_id=o.book_id AND n.sub_id=o.sub_id AND n.part=o.part
      WHERE (n.voucher_id=o.voucher_id AND n.amount_fen=o.amount_fen AND n.moment=o.moment AND n.received_fen=o.received_fen
        AND ((n.earmark_id>o.earmark_id AND n.floor_fen=o.floor_fen AND n.grant_id=o.grant_id
            AND EXISTS(SELECT 1 FROM earmark e WHERE e.book_id=n.book_id AND e.earmark_id=n.earmark_id AND e.sub_id=n.sub_id AND e.part=n.part AND e.amount_fen=n.earmark_fen-o.earmark_fen))
          OR (n.grant_id>o.grant_id AND n.earmark_fen=o.earmark_fen AND n.earmark_id=o.earmark_id
            AND EXISTS(SELECT 1 FROM floor_grant g WHERE g.book_id=n.book_id AND g.grant_id=n.grant_id AND g.sub_id=n.sub_id AND g.part=n.part AND g.floor_fen=n.floor_fen)))) IS NOT TRUE) THEN
    PERFORM wxzj_refuse('kept_by_seal','a balance moves by a sealed share, an earmark or a granted floor only'); END IF;
  RETURN NULL;
END$function$


-- function wxzj_title
CREATE OR REPLACE FUNCTION wxzj_title()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.book_id<>OLD.book_id OR NEW.sub_id<>OLD.sub_id OR NEW.title_no<>OLD.title_no OR NEW.change_id<=OLD.change_id THEN
    PERFORM wxzj_refuse('master_data_guard','master data change with an entry in the log only'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_turnover_kept
CREATE OR REPLACE FUNCTION wxzj_turnover_kept()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM (SELECT DISTINCT book_id,voucher_id FROM fresh) f WHERE NOT EXISTS(SELECT 1 FROM book_head h
      JOIN voucher v ON v.book_id=h.book_id AND v.voucher_id=h.log_size+1 WHERE h.book_id=f.book_id AND v.voucher_id=f.voucher_id)) THEN
    PERFORM wxzj_refuse('kept_by_seal','turnover moves by a sealed line only'); END IF;
  RETURN NULL;
END$function$


-- function wxzj_usage_ballot
CREATE OR REPLACE FUNCTION wxzj_usage_ballot()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED')
      OR NOT EXISTS(SELECT 1 FROM usage_electorate WHERE book_id=NEW.book_id AND case_id=NEW.case_id)
      OR NEW.ballot_no<>1+coalesce((SELECT max(ballot_no) FROM usage_ballot WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0) THEN
    PERFORM wxzj_refuse('ballot_wrong','not the next ballot, or the vote is over'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_usage_bearer
CREATE OR REPLACE FUNCTION wxzj_usage_bearer()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL) THEN
    PERFORM wxzj_refuse('scope_frozen','who bears a case is frozen by its approval'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_usage_case
CREATE OR REPLACE FUNCTION wxzj_usage_case()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.book_id<>OLD.book_id OR NEW.case_id<>OLD.case_id OR NEW.code<>OLD.code OR NEW.estate_id<>OLD.estate_id
      OR (OLD.approved_on IS NOT NULL AND (NEW.approved_on IS DISTINCT FROM OLD.approved_on OR NEW.approved_by IS DISTINCT FROM OLD.approved_by OR NEW.total_fen<>OLD.total_fen OR NEW.amount_fen<>OLD.amount_fen OR NEW.scope<>OLD.scope)) THEN
    PERFORM wxzj_refuse('scope_frozen','the scope of an approved case is frozen'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_usage_drafted
CREATE OR REPLACE FUNCTION wxzj_usage_drafted()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND state<>'DRAFTED') THEN
    PERFORM wxzj_refuse('scope_frozen','how a case is divided stands with its draft'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_usage_elector
CREATE OR REPLACE FUNCTION wxzj_usage_elector()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS(SELECT 1 FROM usage_electorate WHERE book_id=NEW.book_id AND case_id=NEW.case_id) THEN
    PERFORM wxzj_refuse('scope_frozen','an electorate never changes'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_usage_event
CREATE OR REPLACE FUNCTION wxzj_usage_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.event_no<>1+coalesce((SELECT max(event_no) FROM usage_event WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0) THEN
    PERFORM wxzj_refuse('sealed','the steps of a case follow one another'); END IF;
  IF NEW.from_state IS DISTINCT FROM (SELECT state FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id) THEN
    PERFORM wxzj_refuse('usage_state','a step begins where its case is'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_usage_paper_next
CREATE OR REPLACE FUNCTION wxzj_usage_paper_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.paper_no<>1+coalesce((SELECT max(paper_no) FROM usage_paper WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0) THEN
    PERFORM wxzj_refuse('sealed','papers follow one another'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_usage_payee
CREATE OR REPLACE FUNCTION wxzj_usage_payee()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.payee_no<>1+coalesce((SELECT max(payee_no) FROM usage_payee WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0) THEN
    PERFORM wxzj_refuse('sealed','payees of a case follow one another'); END IF;
  IF NEW.act='CONFIRM' AND EXISTS(SELECT 1 FROM login)
      AND EXISTS(SELECT 1 FROM usage_payee WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND payee=NEW.payee AND act='NAME' AND who=NEW.who) THEN
    PERFORM wxzj_refuse('confirmer_is_proposer','whoever named a payee does not confirm it'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_usage_payment
CREATE OR REPLACE FUNCTION wxzj_usage_payment()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NOT EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL) THEN
    PERFORM wxzj_refuse('usage_unapproved','only an approved case is paid'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_usage_payment_keeper
CREATE OR REPLACE FUNCTION wxzj_usage_payment_keeper()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.kind IN('whole','advance','progress','final') AND NEW.fund_fen>0
      AND EXISTS(SELECT 1 FROM usage_case c JOIN usage_asset u ON u.book_id=c.book_id AND u.case_id=c.case_id
        JOIN asset a ON a.asset_id=u.asset_id OR (a.network=u.network AND a.estate_id=c.estate_id)
        JOIN asset_holding h ON h.asset_id=a.asset_id AND h.role='KEEPER' AND h.holder='OPERATOR' AND h.since<=NEW.ordered_on
      WHERE c.book_id=NEW.book_id AND c.case_id=NEW.case_id
        AND NOT EXISTS(SELECT 1 FROM asset_holding n WHERE n.asset_id=h.asset_id AND n.role='KEEPER' AND n.since>h.since AND n.since<=NEW.ordered_on)
        AND NOT EXISTS(SELECT 1 FROM usage_paper p WHERE p.book_id=c.book_id AND p.case_id=c.case_id AND p.kind='acceptance' AND p.dated_on<h.since)) THEN
    PERFORM wxzj_refuse('asset_operated','an operator keeps what the case repairs'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_usage_share
CREATE OR REPLACE FUNCTION wxzj_usage_share()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE r record;
BEGIN
  IF TG_OP='DELETE' THEN r:=OLD; ELSE r:=NEW; END IF;
  IF TG_OP='UPDATE' AND (NEW.book_id<>OLD.book_id OR NEW.case_id<>OLD.case_id OR NEW.share_no<>OLD.share_no) THEN
    PERFORM wxzj_refuse('scope_frozen','a share stays in its case'); END IF;
  IF EXISTS(SELECT 1 FROM usage_case WHERE book_id=r.book_id AND case_id=r.case_id AND approved_on IS NOT NULL) THEN
    PERFORM wxzj_refuse('scope_frozen','the scope of an approved case is frozen'); END IF;
  RETURN r;
END$function$


-- function wxzj_usage_step
CREATE OR REPLACE FUNCTION wxzj_usage_step()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF OLD.approved_on IS NULL OR NEW.state=OLD.state THEN RETURN NEW; END IF;
  IF NOT NEW.state=ANY(CASE OLD.state
      WHEN 'APPROVED' THEN ARRAY['PAYING','PAID','RETAINED','CANCELLED','SUSPENDED']
      WHEN 'PAYING' THEN ARRAY['APPROVED','PAID','RETAINED','RECOVERING','SUSPENDED']
      WHEN 'RETAINED' THEN ARRAY['APPROVED','PAYING','PAID','REOPENED','SUSPENDED']
      WHEN 'PAID' THEN ARRAY['APPROVED','PAYING','RETAINED','REOPENED']
      WHEN 'SUSPENDED' THEN ARRAY['APPROVED','PAYING','RETAINED']
      WHEN 'REOPENED' THEN ARRAY['PAID','RETAINED']
      WHEN 'RECOVERING' THEN ARRAY['RECOVERED','WRITTEN_OFF']
      WHEN 'RECOVERED' THEN ARRAY['RECOVERING']
      ELSE ARRAY[]::text[] END) THEN
    PERFORM wxzj_refuse('usage_state','a case does not move so'); END IF;
  IF NOT EXISTS(SELECT 1 FROM usage_event e WHERE e.book_id=NEW.book_id AND e.case_id=NEW.case_id AND e.from_state=OLD.state AND e.to_state=NEW.state
      AND e.event_no=(SELECT max(event_no) FROM usage_event WHERE book_id=NEW.book_id AND case_id=NEW.case_id)) THEN
    PERFORM wxzj_refuse('usage_unrecorded','a case moves with its step on record'); END IF;
  RETURN NEW;
END$function$


-- function wxzj_usage_step_next
CREATE OR REPLACE FUNCTION wxzj_usage_step_next()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.step_no<>1+coalesce((SELECT max(step_no) FROM usage_step WHERE book_id=NEW.book_id AND case_id=NEW.case_id),0)
      OR (NEW.step='result_publicity')<>EXISTS(SELECT 1 FROM usage_case WHERE book_id=NEW.book_id AND case_id=NEW.case_id AND approved_on IS NOT NULL) THEN
    PERFORM wxzj_refuse('step_wrong','not the next step, or on the wrong side of the approval'); END IF;
  RETURN NEW;
END$function$


-- index account_pkey
CREATE UNIQUE INDEX account_pkey ON account USING btree (chart, account)

-- index account_rule_pkey
CREATE UNIQUE INDEX account_rule_pkey ON account_rule USING btree (chart, account, fund_type, valid_from)

-- index account_snapshot_pkey
CREATE UNIQUE INDEX account_snapshot_pkey ON account_snapshot USING btree (book_id, period, close_no, account, estate_id, bank_account_id)

-- index asset_cost_pkey
CREATE UNIQUE INDEX asset_cost_pkey ON asset_cost USING btree (asset_id, cost_no, source)

-- index asset_holding_pkey
CREATE UNIQUE INDEX asset_holding_pkey ON asset_holding USING btree (asset_id, role, turn_no)

-- index asset_paper_pkey
CREATE UNIQUE INDEX asset_paper_pkey ON asset_paper USING btree (asset_id, paper_no)

-- index asset_pkey
CREATE UNIQUE INDEX asset_pkey ON asset USING btree (asset_id)

-- index balance_root_pkey
CREATE UNIQUE INDEX balance_root_pkey ON balance_root USING btree (book_id, period, close_no, estate_id)

-- index bank_account_pkey
CREATE UNIQUE INDEX bank_account_pkey ON bank_account USING btree (bank_account_id)

-- index bank_movement_pkey
CREATE UNIQUE INDEX bank_movement_pkey ON bank_movement USING btree (book_id, bank_account_id, bank_ref, turn)

-- index benefit_due_pkey
CREATE UNIQUE INDEX benefit_due_pkey ON benefit_due USING btree (book_id, plan_id, sub_id)

-- index benefit_move_pkey
CREATE UNIQUE INDEX benefit_move_pkey ON benefit_move USING btree (book_id, move_id)

-- index benefit_plan_pkey
CREATE UNIQUE INDEX benefit_plan_pkey ON benefit_plan USING btree (book_id, plan_id)

-- index book_head_pkey
CREATE UNIQUE INDEX book_head_pkey ON book_head USING btree (book_id)

-- index book_pkey
CREATE UNIQUE INDEX book_pkey ON book USING btree (book_id)

-- index campaign_ballot_pkey
CREATE UNIQUE INDEX campaign_ballot_pkey ON campaign_ballot USING btree (book_id, code, ballot_no)

-- index campaign_due_pkey
CREATE UNIQUE INDEX campaign_due_pkey ON campaign_due USING btree (book_id, campaign_id, sub_id)

-- index campaign_elector_pkey
CREATE UNIQUE INDEX campaign_elector_pkey ON campaign_elector USING btree (book_id, code, sub_id)

-- index campaign_electorate_pkey
CREATE UNIQUE INDEX campaign_electorate_pkey ON campaign_electorate USING btree (book_id, code)

-- index campaign_pkey
CREATE UNIQUE INDEX campaign_pkey ON campaign USING btree (book_id, campaign_id)

-- index campaign_step_pkey
CREATE UNIQUE INDEX campaign_step_pkey ON campaign_step USING btree (book_id, campaign_id, step_no)

-- index campaign_waiver_pkey
CREATE UNIQUE INDEX campaign_waiver_pkey ON campaign_waiver USING btree (book_id, waiver_id)

-- index carried_move_pkey
CREATE UNIQUE INDEX carried_move_pkey ON carried_move USING btree (book_id, event_no, sub_id, part, value_on)

-- index chart_pkey
CREATE UNIQUE INDEX chart_pkey ON chart USING btree (chart)

-- index close_log_pkey
CREATE UNIQUE INDEX close_log_pkey ON close_log USING btree (book_id, period, close_no, act)

-- index custodian_pkey
CREATE UNIQUE INDEX custodian_pkey ON custodian USING btree (custodian_id)

-- index custody_pkey
CREATE UNIQUE INDEX custody_pkey ON custody USING btree (book_id, event)

-- index deposit_pkey
CREATE UNIQUE INDEX deposit_pkey ON deposit USING btree (book_id, deposit_key, attempt)

-- index deposit_plan_pkey
CREATE UNIQUE INDEX deposit_plan_pkey ON deposit_plan USING btree (book_id, plan_no)

-- index deposit_plan_step_pkey
CREATE UNIQUE INDEX deposit_plan_step_pkey ON deposit_plan_step USING btree (book_id, plan_no, step_no)

-- index distribution_pkey
CREATE UNIQUE INDEX distribution_pkey ON distribution USING btree (book_id, distribution_id)

-- index draft_deposit_pkey
CREATE UNIQUE INDEX draft_deposit_pkey ON draft_deposit USING btree (book_id, deposit_key)

-- index draft_house_pkey
CREATE UNIQUE INDEX draft_house_pkey ON draft_house USING btree (book_id, draft_id)

-- index draft_pkey
CREATE UNIQUE INDEX draft_pkey ON draft USING btree (book_id, draft_id)

-- index duty_grant_pkey
CREATE UNIQUE INDEX duty_grant_pkey ON duty_grant USING btree (grant_id)

-- index earmark_pkey
CREATE UNIQUE INDEX earmark_pkey ON earmark USING btree (book_id, earmark_id)

-- index estate_pkey
CREATE UNIQUE INDEX estate_pkey ON estate USING btree (estate_id)

-- index floor_grant_pkey
CREATE UNIQUE INDEX floor_grant_pkey ON floor_grant USING btree (book_id, grant_id)

-- index handover_pkey
CREATE UNIQUE INDEX handover_pkey ON handover USING btree (handover_id)

-- index handover_signed_pkey
CREATE UNIQUE INDEX handover_signed_pkey ON handover_signed USING btree (handover_id, sign_no)

-- index house_event_pkey
CREATE UNIQUE INDEX house_event_pkey ON house_event USING btree (book_id, event_no)

-- index house_part_pkey
CREATE UNIQUE INDEX house_part_pkey ON house_part USING btree (book_id, sub_id, event_no)

-- index household_due_pkey
CREATE UNIQUE INDEX household_due_pkey ON household_due USING btree (book_id, sub_id)

-- index household_freeze_pkey
CREATE UNIQUE INDEX household_freeze_pkey ON household_freeze USING btree (book_id, sub_id, freeze_no)

-- index household_pkey
CREATE UNIQUE INDEX household_pkey ON household USING btree (book_id, sub_id)

-- index import_file_pkey
CREATE UNIQUE INDEX import_file_pkey ON import_file USING btree (import_id)

-- index investment_pkey
CREATE UNIQUE INDEX investment_pkey ON investment USING btree (book_id, investment_id)

-- index ix_asset_estate
CREATE INDEX ix_asset_estate ON asset USING btree (estate_id, network)

-- index ix_bank_movement_draft
CREATE INDEX ix_bank_movement_draft ON bank_movement USING btree (book_id, draft_id)

-- index ix_bank_movement_voucher
CREATE INDEX ix_bank_movement_voucher ON bank_movement USING btree (book_id, voucher_id)

-- index ix_benefit_move_due
CREATE INDEX ix_benefit_move_due ON benefit_move USING btree (book_id, plan_id, sub_id)

-- index ix_carried_move_sub
CREATE INDEX ix_carried_move_sub ON carried_move USING btree (book_id, sub_id)

-- index ix_deposit_plan_sub
CREATE INDEX ix_deposit_plan_sub ON deposit_plan USING btree (book_id, sub_id, plan_no)

-- index ix_deposit_voucher
CREATE INDEX ix_deposit_voucher ON deposit USING btree (book_id, voucher_id)

-- index ix_draft_deposit_draft
CREATE INDEX ix_draft_deposit_draft ON draft_deposit USING btree (book_id, draft_id)

-- index ix_earmark_case
CREATE INDEX ix_earmark_case ON earmark USING btree (book_id, case_id, sub_id, part) INCLUDE (amount_fen)

-- index ix_house_part_event
CREATE INDEX ix_house_part_event ON house_part USING btree (book_id, event_no)

-- index ix_lost_payment_refund
CREATE INDEX ix_lost_payment_refund ON lost_payment USING btree (book_id, lost_event, lost_no)

-- index ix_notice_campaign
CREATE INDEX ix_notice_campaign ON notice USING btree (book_id, campaign_id, sub_id)

-- index ix_notice_delivery_notice
CREATE INDEX ix_notice_delivery_notice ON notice_delivery USING btree (book_id, notice_id)

-- index ix_payee_name
CREATE INDEX ix_payee_name ON payee USING btree (name, payee_id)

-- index ix_receipt_use_lot
CREATE INDEX ix_receipt_use_lot ON receipt_use USING btree (book_id, lot_no, no)

-- index ix_receipt_use_voucher
CREATE INDEX ix_receipt_use_voucher ON receipt_use USING btree (book_id, voucher_id, sub_id)

-- index ix_receipt_void_lot
CREATE INDEX ix_receipt_void_lot ON receipt_void USING btree (book_id, lot_no, no)

-- index ix_rule_value_custodian
CREATE INDEX ix_rule_value_custodian ON rule_value USING btree (custodian_id, rule)

-- index ix_sub_account_estate
CREATE INDEX ix_sub_account_estate ON sub_account USING btree (book_id, estate_id, sub_id)

-- index ix_sub_close_event
CREATE INDEX ix_sub_close_event ON sub_close USING btree (book_id, event)

-- index ix_usage_payment_draft
CREATE INDEX ix_usage_payment_draft ON usage_payment USING btree (book_id, draft_id)

-- index ix_usage_payment_invoice
CREATE INDEX ix_usage_payment_invoice ON usage_payment USING btree (payee, invoice)

-- index ix_voucher_estate
CREATE INDEX ix_voucher_estate ON voucher USING btree (book_id, estate_id, voucher_id)

-- index ix_voucher_event
CREATE INDEX ix_voucher_event ON voucher USING btree (book_id, event)

-- index line_pkey
CREATE UNIQUE INDEX line_pkey ON line USING btree (book_id, voucher_id, line_no)

-- index login_pkey
CREATE UNIQUE INDEX login_pkey ON login USING btree (name)

-- index lost_payment_pkey
CREATE UNIQUE INDEX lost_payment_pkey ON lost_payment USING btree (book_id, event, lost_no)

-- index lost_refund_pkey
CREATE UNIQUE INDEX lost_refund_pkey ON lost_refund USING btree (book_id, event, lost_no)

-- index master_change_pkey
CREATE UNIQUE INDEX master_change_pkey ON master_change USING btree (book_id, change_id)

-- index month_pkey
CREATE UNIQUE INDEX month_pkey ON month USING btree (book_id, period)

-- index notice_delivery_pkey
CREATE UNIQUE INDEX notice_delivery_pkey ON notice_delivery USING btree (book_id, delivery_id)

-- index notice_pkey
CREATE UNIQUE INDEX notice_pkey ON notice USING btree (book_id, notice_id)

-- index number_pkey
CREATE UNIQUE INDEX number_pkey ON number USING btree (book_id, period, word)

-- index operator_pkey
CREATE UNIQUE INDEX operator_pkey ON operator USING btree (operator_id)

-- index payee_confirmed_pkey
CREATE UNIQUE INDEX payee_confirmed_pkey ON payee_confirmed USING btree (payee_id)

-- index payee_pkey
CREATE UNIQUE INDEX payee_pkey ON payee USING btree (payee_id)

-- index plant_defect_pkey
CREATE UNIQUE INDEX plant_defect_pkey ON plant_defect USING btree (handover_id, defect_no, act)

-- index plant_handover_pkey
CREATE UNIQUE INDEX plant_handover_pkey ON plant_handover USING btree (handover_id)

-- index plant_item_pkey
CREATE UNIQUE INDEX plant_item_pkey ON plant_item USING btree (handover_id, asset_id)

-- index plant_step_pkey
CREATE UNIQUE INDEX plant_step_pkey ON plant_step USING btree (handover_id, step_no)

-- index project_budget_pkey
CREATE UNIQUE INDEX project_budget_pkey ON project_budget USING btree (project_id, item_no, budget_no)

-- index project_estate_pkey
CREATE UNIQUE INDEX project_estate_pkey ON project_estate USING btree (project_id, estate_no)

-- index project_grant_pkey
CREATE UNIQUE INDEX project_grant_pkey ON project_grant USING btree (project_id, source_no, grant_no)

-- index project_item_pkey
CREATE UNIQUE INDEX project_item_pkey ON project_item USING btree (project_id, item_no)

-- index project_match_pkey
CREATE UNIQUE INDEX project_match_pkey ON project_match USING btree (project_id, match_no)

-- index project_pkey
CREATE UNIQUE INDEX project_pkey ON project USING btree (project_id)

-- index project_source_pkey
CREATE UNIQUE INDEX project_source_pkey ON project_source USING btree (project_id, source_no)

-- index project_step_pkey
CREATE UNIQUE INDEX project_step_pkey ON project_step USING btree (project_id, step_no)

-- index project_survey_pkey
CREATE UNIQUE INDEX project_survey_pkey ON project_survey USING btree (project_id, survey_no)

-- index reach_grant_pkey
CREATE UNIQUE INDEX reach_grant_pkey ON reach_grant USING btree (grant_id)

-- index receipt_lot_pkey
CREATE UNIQUE INDEX receipt_lot_pkey ON receipt_lot USING btree (book_id, lot_no)

-- index receipt_use_pkey
CREATE UNIQUE INDEX receipt_use_pkey ON receipt_use USING btree (book_id, receipt, use_no)

-- index receipt_void_pkey
CREATE UNIQUE INDEX receipt_void_pkey ON receipt_void USING btree (book_id, receipt)

-- index rule_confirm_pkey
CREATE UNIQUE INDEX rule_confirm_pkey ON rule_confirm USING btree (set_id)

-- index rule_value_pkey
CREATE UNIQUE INDEX rule_value_pkey ON rule_value USING btree (set_id)

-- index share_pkey
CREATE UNIQUE INDEX share_pkey ON share USING btree (book_id, voucher_id, sub_id, part)

-- index snapshot_pkey
CREATE UNIQUE INDEX snapshot_pkey ON snapshot USING btree (book_id, sub_id, part, period, close_no)

-- index statement_pkey
CREATE UNIQUE INDEX statement_pkey ON statement USING btree (book_id, period, close_no, form)

-- index sub_account_pkey
CREATE UNIQUE INDEX sub_account_pkey ON sub_account USING btree (book_id, sub_id)

-- index sub_balance_pkey
CREATE UNIQUE INDEX sub_balance_pkey ON sub_balance USING btree (book_id, sub_id, part)

-- index sub_close_pkey
CREATE UNIQUE INDEX sub_close_pkey ON sub_close USING btree (book_id, sub_id, event)

-- index title_pkey
CREATE UNIQUE INDEX title_pkey ON title USING btree (book_id, sub_id, title_no)

-- index trail_pkey
CREATE UNIQUE INDEX trail_pkey ON trail USING btree (book_id, trail_id)

-- index turnover_pkey
CREATE UNIQUE INDEX turnover_pkey ON turnover USING btree (book_id, period, account, estate_id, bank_account_id, kind)

-- index uq_asset_code
CREATE UNIQUE INDEX uq_asset_code ON asset USING btree (code)

-- index uq_bank_account_number
CREATE UNIQUE INDEX uq_bank_account_number ON bank_account USING btree (number)

-- index uq_benefit_move_asks
CREATE UNIQUE INDEX uq_benefit_move_asks ON benefit_move USING btree (book_id, asks)

-- index uq_benefit_plan_no
CREATE UNIQUE INDEX uq_benefit_plan_no ON benefit_plan USING btree (book_id, project_id, item_no, plan_no)

-- index uq_book_code
CREATE UNIQUE INDEX uq_book_code ON book USING btree (code)

-- index uq_campaign_code
CREATE UNIQUE INDEX uq_campaign_code ON campaign USING btree (book_id, code)

-- index uq_campaign_waiver_asks
CREATE UNIQUE INDEX uq_campaign_waiver_asks ON campaign_waiver USING btree (book_id, asks)

-- index uq_custodian_code
CREATE UNIQUE INDEX uq_custodian_code ON custodian USING btree (code)

-- index uq_estate_code
CREATE UNIQUE INDEX uq_estate_code ON estate USING btree (code)

-- index uq_handover_signed_name
CREATE UNIQUE INDEX uq_handover_signed_name ON handover_signed USING btree (handover_id, name)

-- index uq_household_door
CREATE UNIQUE INDEX uq_household_door ON household USING btree (book_id, estate_id, building, unit, room)

-- index uq_investment_ref
CREATE UNIQUE INDEX uq_investment_ref ON investment USING btree (book_id, ref)

-- index uq_notice_code
CREATE UNIQUE INDEX uq_notice_code ON notice USING btree (book_id, code)

-- index uq_operator_code
CREATE UNIQUE INDEX uq_operator_code ON operator USING btree (code)

-- index uq_plant_handover_code
CREATE UNIQUE INDEX uq_plant_handover_code ON plant_handover USING btree (code)

-- index uq_project_code
CREATE UNIQUE INDEX uq_project_code ON project USING btree (code)

-- index uq_project_estate_estate
CREATE UNIQUE INDEX uq_project_estate_estate ON project_estate USING btree (project_id, estate_id)

-- index uq_sub_account_code
CREATE UNIQUE INDEX uq_sub_account_code ON sub_account USING btree (book_id, code)

-- index uq_usage_case_code
CREATE UNIQUE INDEX uq_usage_case_code ON usage_case USING btree (book_id, code)

-- index uq_voucher_number
CREATE UNIQUE INDEX uq_voucher_number ON voucher USING btree (book_id, period, word, no)

-- index uq_voucher_request_key
CREATE UNIQUE INDEX uq_voucher_request_key ON voucher USING btree (book_id, request_key)

-- index uq_voucher_reverses
CREATE UNIQUE INDEX uq_voucher_reverses ON voucher USING btree (book_id, reverses)

-- index usage_asset_pkey
CREATE UNIQUE INDEX usage_asset_pkey ON usage_asset USING btree (book_id, case_id, item_no)

-- index usage_ballot_pkey
CREATE UNIQUE INDEX usage_ballot_pkey ON usage_ballot USING btree (book_id, case_id, ballot_no)

-- index usage_basis_pkey
CREATE UNIQUE INDEX usage_basis_pkey ON usage_basis USING btree (book_id, case_id)

-- index usage_bearer_pkey
CREATE UNIQUE INDEX usage_bearer_pkey ON usage_bearer USING btree (book_id, case_id, sub_id)

-- index usage_case_pkey
CREATE UNIQUE INDEX usage_case_pkey ON usage_case USING btree (book_id, case_id)

-- index usage_elector_pkey
CREATE UNIQUE INDEX usage_elector_pkey ON usage_elector USING btree (book_id, case_id, sub_id)

-- index usage_electorate_pkey
CREATE UNIQUE INDEX usage_electorate_pkey ON usage_electorate USING btree (book_id, case_id)

-- index usage_event_pkey
CREATE UNIQUE INDEX usage_event_pkey ON usage_event USING btree (book_id, case_id, event_no)

-- index usage_paper_pkey
CREATE UNIQUE INDEX usage_paper_pkey ON usage_paper USING btree (book_id, case_id, paper_no)

-- index usage_payee_pkey
CREATE UNIQUE INDEX usage_payee_pkey ON usage_payee USING btree (book_id, case_id, payee_no)

-- index usage_payment_pkey
CREATE UNIQUE INDEX usage_payment_pkey ON usage_payment USING btree (book_id, case_id, payment_no)

-- index usage_settlement_pkey
CREATE UNIQUE INDEX usage_settlement_pkey ON usage_settlement USING btree (book_id, case_id, settlement_no)

-- index usage_share_pkey
CREATE UNIQUE INDEX usage_share_pkey ON usage_share USING btree (book_id, case_id, share_no)

-- index usage_step_pkey
CREATE UNIQUE INDEX usage_step_pkey ON usage_step USING btree (book_id, case_id, step_no)

-- index usage_weight_pkey
CREATE UNIQUE INDEX usage_weight_pkey ON usage_weight USING btree (book_id, case_id, sub_id)

-- index voucher_pkey
CREATE UNIQUE INDEX voucher_pkey ON voucher USING btree (book_id, voucher_id)

-- trigger account.account_sealed
A CREATE TRIGGER account_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON account FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger account_rule.account_rule_insert
A CREATE TRIGGER account_rule_insert BEFORE INSERT ON account_rule FOR EACH ROW EXECUTE FUNCTION wxzj_account_rule()

-- trigger account_rule.account_rule_sealed
A CREATE TRIGGER account_rule_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON account_rule FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger account_snapshot.account_snapshot_insert
A CREATE TRIGGER account_snapshot_insert AFTER INSERT ON account_snapshot REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_close_in_hand()

-- trigger account_snapshot.account_snapshot_sealed
A CREATE TRIGGER account_snapshot_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON account_snapshot FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger asset.asset_filled
A CREATE TRIGGER asset_filled BEFORE UPDATE ON asset FOR EACH ROW EXECUTE FUNCTION wxzj_asset_filled()

-- trigger asset.asset_next
A CREATE TRIGGER asset_next BEFORE INSERT ON asset FOR EACH ROW EXECUTE FUNCTION wxzj_asset()

-- trigger asset.asset_stays
A CREATE TRIGGER asset_stays BEFORE DELETE OR TRUNCATE ON asset FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger asset_cost.asset_cost_next
A CREATE TRIGGER asset_cost_next BEFORE INSERT ON asset_cost FOR EACH ROW EXECUTE FUNCTION wxzj_asset_cost()

-- trigger asset_cost.asset_cost_sealed
A CREATE TRIGGER asset_cost_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON asset_cost FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger asset_holding.asset_holding_next
A CREATE TRIGGER asset_holding_next BEFORE INSERT ON asset_holding FOR EACH ROW EXECUTE FUNCTION wxzj_asset_holding()

-- trigger asset_holding.asset_holding_sealed
A CREATE TRIGGER asset_holding_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON asset_holding FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger asset_paper.asset_paper_next
A CREATE TRIGGER asset_paper_next BEFORE INSERT ON asset_paper FOR EACH ROW EXECUTE FUNCTION wxzj_asset_paper()

-- trigger asset_paper.asset_paper_sealed
A CREATE TRIGGER asset_paper_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON asset_paper FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger balance_root.balance_root_insert
A CREATE TRIGGER balance_root_insert AFTER INSERT ON balance_root REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_close_in_hand()

-- trigger balance_root.balance_root_sealed
A CREATE TRIGGER balance_root_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON balance_root FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger bank_account.bank_account_sealed
A CREATE TRIGGER bank_account_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON bank_account FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger bank_movement.bank_movement_next
A CREATE TRIGGER bank_movement_next BEFORE INSERT ON bank_movement FOR EACH ROW EXECUTE FUNCTION wxzj_bank_movement()

-- trigger bank_movement.bank_movement_sealed
A CREATE TRIGGER bank_movement_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON bank_movement FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger benefit_due.benefit_due_next
A CREATE TRIGGER benefit_due_next BEFORE INSERT ON benefit_due FOR EACH ROW EXECUTE FUNCTION wxzj_benefit_due_next()

-- trigger benefit_due.benefit_due_sealed
A CREATE TRIGGER benefit_due_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON benefit_due FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger benefit_move.benefit_move_next
A CREATE TRIGGER benefit_move_next BEFORE INSERT ON benefit_move FOR EACH ROW EXECUTE FUNCTION wxzj_benefit_move_next()

-- trigger benefit_move.benefit_move_sealed
A CREATE TRIGGER benefit_move_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON benefit_move FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger benefit_plan.benefit_plan_next
A CREATE TRIGGER benefit_plan_next BEFORE INSERT ON benefit_plan FOR EACH ROW EXECUTE FUNCTION wxzj_benefit_plan_next()

-- trigger benefit_plan.benefit_plan_sealed
A CREATE TRIGGER benefit_plan_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON benefit_plan FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger book.book_open
A CREATE TRIGGER book_open AFTER INSERT ON book FOR EACH ROW EXECUTE FUNCTION wxzj_book_open()

-- trigger book.book_reopening
A CREATE TRIGGER book_reopening BEFORE INSERT ON book FOR EACH ROW EXECUTE FUNCTION wxzj_book_reopening()

-- trigger book.book_sealed
A CREATE TRIGGER book_sealed BEFORE UPDATE ON book FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger book.book_stays
A CREATE TRIGGER book_stays BEFORE DELETE OR TRUNCATE ON book FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger book_head.book_head_stays
A CREATE TRIGGER book_head_stays BEFORE DELETE OR TRUNCATE ON book_head FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger book_head.book_head_step
A CREATE TRIGGER book_head_step BEFORE UPDATE ON book_head FOR EACH ROW EXECUTE FUNCTION wxzj_head_step()

-- trigger campaign.campaign_seal
A CREATE TRIGGER campaign_seal BEFORE INSERT ON campaign FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_seal()

-- trigger campaign.campaign_sealed
A CREATE TRIGGER campaign_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON campaign FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger campaign_ballot.campaign_ballot_next
A CREATE TRIGGER campaign_ballot_next BEFORE INSERT ON campaign_ballot FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_ballot()

-- trigger campaign_ballot.campaign_ballot_sealed
A CREATE TRIGGER campaign_ballot_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON campaign_ballot FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger campaign_due.campaign_due_fresh
A CREATE TRIGGER campaign_due_fresh BEFORE INSERT ON campaign_due FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_due_fresh()

-- trigger campaign_due.campaign_due_sealed
A CREATE TRIGGER campaign_due_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON campaign_due FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger campaign_elector.campaign_elector_fresh
A CREATE TRIGGER campaign_elector_fresh BEFORE INSERT ON campaign_elector FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_elector()

-- trigger campaign_elector.campaign_elector_sealed
A CREATE TRIGGER campaign_elector_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON campaign_elector FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

-- trigger campaign_electorate.campaign_electorate_fresh
A CREATE TRIGGER campaign_electorate_fresh BEFORE INSERT ON campaign_electorate FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_electorate()

-- trigger campaign_electorate.campaign_electorate_sealed
A CREATE TRIGGER campaign_electorate_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON campaign_electorate FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

-- trigger campaign_step.campaign_step_next
A CREATE TRIGGER campaign_step_next BEFORE INSERT ON campaign_step FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_step_next()

-- trigger campaign_step.campaign_step_sealed
A CREATE TRIGGER campaign_step_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON campaign_step FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger campaign_waiver.campaign_waiver_next
A CREATE TRIGGER campaign_waiver_next BEFORE INSERT ON campaign_waiver FOR EACH ROW EXECUTE FUNCTION wxzj_campaign_waiver_next()

-- trigger campaign_waiver.campaign_waiver_sealed
A CREATE TRIGGER campaign_waiver_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON campaign_waiver FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger carried_move.carried_move_open
A CREATE TRIGGER carried_move_open AFTER INSERT ON carried_move REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_house_open()

-- trigger carried_move.carried_move_sealed
A CREATE TRIGGER carried_move_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON carried_move FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger close_log.close_log_insert
A CREATE TRIGGER close_log_insert BEFORE INSERT ON close_log FOR EACH ROW EXECUTE FUNCTION wxzj_close_log()

-- trigger close_log.close_log_sealed
A CREATE TRIGGER close_log_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON close_log FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger custodian.custodian_sealed
A CREATE TRIGGER custodian_sealed BEFORE UPDATE OF custodian_id, code ON custodian FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger custodian.custodian_stays
A CREATE TRIGGER custodian_stays BEFORE DELETE OR TRUNCATE ON custodian FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger custody.custody_sealed
A CREATE TRIGGER custody_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON custody FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger deposit.deposit_open
A CREATE TRIGGER deposit_open AFTER INSERT ON deposit REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deposit_open()

-- trigger deposit.deposit_ref
A CREATE TRIGGER deposit_ref AFTER INSERT ON deposit REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deposit_ref()

-- trigger deposit.deposit_sealed
A CREATE TRIGGER deposit_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON deposit FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger deposit_plan.deposit_plan_next
A CREATE TRIGGER deposit_plan_next BEFORE INSERT ON deposit_plan FOR EACH ROW EXECUTE FUNCTION wxzj_deposit_plan_next()

-- trigger deposit_plan.deposit_plan_sealed
A CREATE TRIGGER deposit_plan_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON deposit_plan FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger deposit_plan_step.deposit_plan_step_next
A CREATE TRIGGER deposit_plan_step_next BEFORE INSERT ON deposit_plan_step FOR EACH ROW EXECUTE FUNCTION wxzj_deposit_plan_step_next()

-- trigger deposit_plan_step.deposit_plan_step_sealed
A CREATE TRIGGER deposit_plan_step_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON deposit_plan_step FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger distribution.distribution_next
A CREATE TRIGGER distribution_next BEFORE INSERT ON distribution FOR EACH ROW EXECUTE FUNCTION wxzj_distribution_next()

-- trigger distribution.distribution_sealed
A CREATE TRIGGER distribution_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON distribution FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger draft.draft_sealed
A CREATE TRIGGER draft_sealed BEFORE UPDATE OF book_id, draft_id, dated_on, summary, debit_fen, body, maker, made_at ON draft FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger draft.draft_stays
A CREATE TRIGGER draft_stays BEFORE DELETE OR TRUNCATE ON draft FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger draft.draft_step
A CREATE TRIGGER draft_step BEFORE UPDATE ON draft FOR EACH ROW EXECUTE FUNCTION wxzj_draft_step()

-- trigger draft_deposit.draft_deposit_fresh
A CREATE TRIGGER draft_deposit_fresh BEFORE INSERT ON draft_deposit FOR EACH ROW EXECUTE FUNCTION wxzj_draft_deposit_waits()

-- trigger draft_deposit.draft_deposit_sealed
A CREATE TRIGGER draft_deposit_sealed BEFORE UPDATE OR TRUNCATE ON draft_deposit FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger draft_deposit.draft_deposit_waits
A CREATE TRIGGER draft_deposit_waits BEFORE DELETE ON draft_deposit FOR EACH ROW EXECUTE FUNCTION wxzj_draft_deposit_waits()

-- trigger draft_house.draft_house_fresh
A CREATE TRIGGER draft_house_fresh BEFORE INSERT ON draft_house FOR EACH ROW EXECUTE FUNCTION wxzj_draft_house()

-- trigger draft_house.draft_house_sealed
A CREATE TRIGGER draft_house_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON draft_house FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger duty_grant.duty_grant_next
A CREATE TRIGGER duty_grant_next BEFORE INSERT ON duty_grant FOR EACH ROW EXECUTE FUNCTION wxzj_duty_grant_next()

-- trigger duty_grant.duty_grant_sealed
A CREATE TRIGGER duty_grant_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON duty_grant FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger earmark.earmark_keep
A CREATE TRIGGER earmark_keep AFTER INSERT ON earmark FOR EACH ROW EXECUTE FUNCTION wxzj_earmark()

-- trigger earmark.earmark_sealed
A CREATE TRIGGER earmark_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON earmark FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger estate.estate_sealed
A CREATE TRIGGER estate_sealed BEFORE UPDATE OF estate_id, code ON estate FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger estate.estate_stays
A CREATE TRIGGER estate_stays BEFORE DELETE OR TRUNCATE ON estate FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger floor_grant.floor_grant_keep
A CREATE TRIGGER floor_grant_keep AFTER INSERT ON floor_grant FOR EACH ROW EXECUTE FUNCTION wxzj_floor_grant()

-- trigger floor_grant.floor_grant_sealed
A CREATE TRIGGER floor_grant_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON floor_grant FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger handover.handover_next
A CREATE TRIGGER handover_next BEFORE INSERT ON handover FOR EACH ROW EXECUTE FUNCTION wxzj_handover_next()

-- trigger handover.handover_sealed
A CREATE TRIGGER handover_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON handover FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger handover_signed.handover_sign
A CREATE TRIGGER handover_sign BEFORE INSERT ON handover_signed FOR EACH ROW EXECUTE FUNCTION wxzj_handover_sign()

-- trigger handover_signed.handover_signed_sealed
A CREATE TRIGGER handover_signed_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON handover_signed FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger house_event.house_event_seal
A CREATE TRIGGER house_event_seal BEFORE INSERT ON house_event FOR EACH ROW EXECUTE FUNCTION wxzj_house_event()

-- trigger house_event.house_event_sealed
A CREATE TRIGGER house_event_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON house_event FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger house_part.house_part_open
A CREATE TRIGGER house_part_open AFTER INSERT ON house_part REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_house_open()

-- trigger house_part.house_part_sealed
A CREATE TRIGGER house_part_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON house_part FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger household.household_stays
A CREATE TRIGGER household_stays BEFORE DELETE OR TRUNCATE ON household FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger household.household_update
A CREATE TRIGGER household_update BEFORE UPDATE ON household FOR EACH ROW EXECUTE FUNCTION wxzj_household()

-- trigger household_due.household_due_sealed
A CREATE TRIGGER household_due_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON household_due FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger household_freeze.household_freeze_next
A CREATE TRIGGER household_freeze_next BEFORE INSERT ON household_freeze FOR EACH ROW EXECUTE FUNCTION wxzj_household_freeze_next()

-- trigger household_freeze.household_freeze_sealed
A CREATE TRIGGER household_freeze_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON household_freeze FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger import_file.import_file_sealed
A CREATE TRIGGER import_file_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON import_file FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger investment.investment_next
A CREATE TRIGGER investment_next BEFORE INSERT ON investment FOR EACH ROW EXECUTE FUNCTION wxzj_investment_next()

-- trigger investment.investment_sealed
A CREATE TRIGGER investment_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON investment FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger line.line_open
A CREATE TRIGGER line_open AFTER INSERT ON line REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_line_open()

-- trigger line.line_sealed
A CREATE TRIGGER line_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON line FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger login.login_sealed
A CREATE TRIGGER login_sealed BEFORE UPDATE OF name, created_at ON login FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger login.login_stays
A CREATE TRIGGER login_stays BEFORE DELETE OR TRUNCATE ON login FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger lost_payment.lost_payment_begins
A CREATE TRIGGER lost_payment_begins BEFORE INSERT ON lost_payment FOR EACH ROW EXECUTE FUNCTION wxzj_leaving_begins()

-- trigger lost_payment.lost_payment_stays
A CREATE TRIGGER lost_payment_stays BEFORE DELETE OR TRUNCATE ON lost_payment FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger lost_payment.lost_payment_step
A CREATE TRIGGER lost_payment_step BEFORE UPDATE ON lost_payment FOR EACH ROW EXECUTE FUNCTION wxzj_leaving_step()

-- trigger lost_refund.lost_refund_begins
A CREATE TRIGGER lost_refund_begins BEFORE INSERT ON lost_refund FOR EACH ROW EXECUTE FUNCTION wxzj_leaving_begins()

-- trigger lost_refund.lost_refund_stays
A CREATE TRIGGER lost_refund_stays BEFORE DELETE OR TRUNCATE ON lost_refund FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger lost_refund.lost_refund_step
A CREATE TRIGGER lost_refund_step BEFORE UPDATE ON lost_refund FOR EACH ROW EXECUTE FUNCTION wxzj_leaving_step()

-- trigger master_change.master_change_log
A CREATE TRIGGER master_change_log AFTER INSERT ON master_change FOR EACH ROW EXECUTE FUNCTION wxzj_master_change()

-- trigger master_change.master_change_sealed
A CREATE TRIGGER master_change_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON master_change FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger month.month_stays
A CREATE TRIGGER month_stays BEFORE DELETE OR TRUNCATE ON month FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger month.month_step
A CREATE TRIGGER month_step BEFORE INSERT OR UPDATE ON month FOR EACH ROW EXECUTE FUNCTION wxzj_month_step()

-- trigger notice.notice_next
A CREATE TRIGGER notice_next BEFORE INSERT ON notice FOR EACH ROW EXECUTE FUNCTION wxzj_notice_next()

-- trigger notice.notice_sealed
A CREATE TRIGGER notice_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON notice FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger notice_delivery.notice_delivery_next
A CREATE TRIGGER notice_delivery_next BEFORE INSERT ON notice_delivery FOR EACH ROW EXECUTE FUNCTION wxzj_notice_delivery_next()

-- trigger notice_delivery.notice_delivery_sealed
A CREATE TRIGGER notice_delivery_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON notice_delivery FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger number.number_kept
A CREATE TRIGGER number_kept BEFORE INSERT OR UPDATE ON number FOR EACH ROW EXECUTE FUNCTION wxzj_number_kept()

-- trigger number.number_stays
A CREATE TRIGGER number_stays BEFORE DELETE OR TRUNCATE ON number FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger operator.operator_next
A CREATE TRIGGER operator_next BEFORE INSERT ON operator FOR EACH ROW EXECUTE FUNCTION wxzj_operator()

-- trigger operator.operator_sealed
A CREATE TRIGGER operator_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON operator FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger payee.payee_next
A CREATE TRIGGER payee_next BEFORE INSERT ON payee FOR EACH ROW EXECUTE FUNCTION wxzj_payee_next()

-- trigger payee.payee_sealed
A CREATE TRIGGER payee_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON payee FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger payee_confirmed.payee_confirmed_sealed
A CREATE TRIGGER payee_confirmed_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON payee_confirmed FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger payee_confirmed.payee_own
A CREATE TRIGGER payee_own BEFORE INSERT ON payee_confirmed FOR EACH ROW EXECUTE FUNCTION wxzj_payee_own()

-- trigger plant_defect.plant_defect_next
A CREATE TRIGGER plant_defect_next BEFORE INSERT ON plant_defect FOR EACH ROW EXECUTE FUNCTION wxzj_plant_defect()

-- trigger plant_defect.plant_defect_sealed
A CREATE TRIGGER plant_defect_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON plant_defect FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger plant_handover.plant_handover_next
A CREATE TRIGGER plant_handover_next BEFORE INSERT ON plant_handover FOR EACH ROW EXECUTE FUNCTION wxzj_plant_handover()

-- trigger plant_handover.plant_handover_sealed
A CREATE TRIGGER plant_handover_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON plant_handover FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger plant_item.plant_item_next
A CREATE TRIGGER plant_item_next BEFORE INSERT ON plant_item FOR EACH ROW EXECUTE FUNCTION wxzj_plant_item()

-- trigger plant_item.plant_item_sealed
A CREATE TRIGGER plant_item_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON plant_item FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger plant_step.plant_step_next
A CREATE TRIGGER plant_step_next BEFORE INSERT ON plant_step FOR EACH ROW EXECUTE FUNCTION wxzj_plant_step()

-- trigger plant_step.plant_step_sealed
A CREATE TRIGGER plant_step_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON plant_step FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger project.project_next
A CREATE TRIGGER project_next BEFORE INSERT ON project FOR EACH ROW EXECUTE FUNCTION wxzj_project_next()

-- trigger project.project_sealed
A CREATE TRIGGER project_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON project FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger project_budget.project_budget_next
A CREATE TRIGGER project_budget_next BEFORE INSERT ON project_budget FOR EACH ROW EXECUTE FUNCTION wxzj_project_budget_next()

-- trigger project_budget.project_budget_sealed
A CREATE TRIGGER project_budget_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON project_budget FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger project_estate.project_estate_next
A CREATE TRIGGER project_estate_next BEFORE INSERT ON project_estate FOR EACH ROW EXECUTE FUNCTION wxzj_project_estate_next()

-- trigger project_estate.project_estate_sealed
A CREATE TRIGGER project_estate_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON project_estate FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger project_grant.project_grant_next
A CREATE TRIGGER project_grant_next BEFORE INSERT ON project_grant FOR EACH ROW EXECUTE FUNCTION wxzj_project_grant_next()

-- trigger project_grant.project_grant_sealed
A CREATE TRIGGER project_grant_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON project_grant FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger project_item.project_item_next
A CREATE TRIGGER project_item_next BEFORE INSERT ON project_item FOR EACH ROW EXECUTE FUNCTION wxzj_project_item_next()

-- trigger project_item.project_item_sealed
A CREATE TRIGGER project_item_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON project_item FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger project_match.project_match_next
A CREATE TRIGGER project_match_next BEFORE INSERT ON project_match FOR EACH ROW EXECUTE FUNCTION wxzj_project_match_next()

-- trigger project_match.project_match_sealed
A CREATE TRIGGER project_match_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON project_match FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger project_source.project_source_next
A CREATE TRIGGER project_source_next BEFORE INSERT ON project_source FOR EACH ROW EXECUTE FUNCTION wxzj_project_source_next()

-- trigger project_source.project_source_sealed
A CREATE TRIGGER project_source_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON project_source FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger project_step.project_step_next
A CREATE TRIGGER project_step_next BEFORE INSERT ON project_step FOR EACH ROW EXECUTE FUNCTION wxzj_project_step_next()

-- trigger project_step.project_step_sealed
A CREATE TRIGGER project_step_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON project_step FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger project_survey.project_survey_next
A CREATE TRIGGER project_survey_next BEFORE INSERT ON project_survey FOR EACH ROW EXECUTE FUNCTION wxzj_project_survey_next()

-- trigger project_survey.project_survey_sealed
A CREATE TRIGGER project_survey_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON project_survey FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger reach_grant.reach_grant_next
A CREATE TRIGGER reach_grant_next BEFORE INSERT ON reach_grant FOR EACH ROW EXECUTE FUNCTION wxzj_reach_grant_next()

-- trigger reach_grant.reach_grant_sealed
A CREATE TRIGGER reach_grant_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON reach_grant FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger receipt_lot.receipt_lot_next
A CREATE TRIGGER receipt_lot_next BEFORE INSERT ON receipt_lot FOR EACH ROW EXECUTE FUNCTION wxzj_receipt_lot_next()

-- trigger receipt_lot.receipt_lot_sealed
A CREATE TRIGGER receipt_lot_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON receipt_lot FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger receipt_use.receipt_use_known
A CREATE TRIGGER receipt_use_known BEFORE INSERT ON receipt_use FOR EACH ROW EXECUTE FUNCTION wxzj_receipt_known()

-- trigger receipt_use.receipt_use_once
A CREATE TRIGGER receipt_use_once BEFORE INSERT ON receipt_use FOR EACH ROW EXECUTE FUNCTION wxzj_receipt_once()

-- trigger receipt_use.receipt_use_sealed
A CREATE TRIGGER receipt_use_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON receipt_use FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger receipt_void.receipt_void_known
A CREATE TRIGGER receipt_void_known BEFORE INSERT ON receipt_void FOR EACH ROW EXECUTE FUNCTION wxzj_receipt_known()

-- trigger receipt_void.receipt_void_sealed
A CREATE TRIGGER receipt_void_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON receipt_void FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger rule_confirm.rule_confirm_apart
A CREATE TRIGGER rule_confirm_apart BEFORE INSERT ON rule_confirm FOR EACH ROW EXECUTE FUNCTION wxzj_rule_confirm_apart()

-- trigger rule_confirm.rule_confirm_sealed
A CREATE TRIGGER rule_confirm_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON rule_confirm FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger rule_value.rule_value_next
A CREATE TRIGGER rule_value_next BEFORE INSERT ON rule_value FOR EACH ROW EXECUTE FUNCTION wxzj_rule_value_next()

-- trigger rule_value.rule_value_sealed
A CREATE TRIGGER rule_value_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON rule_value FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger share.share_open
A CREATE TRIGGER share_open AFTER INSERT ON share REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_line_open()

-- trigger share.share_sealed
A CREATE TRIGGER share_sealed BEFORE UPDATE OR TRUNCATE ON share FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger share.share_stays
A CREATE TRIGGER share_stays BEFORE DELETE ON share FOR EACH ROW EXECUTE FUNCTION wxzj_share_stays()

-- trigger snapshot.snapshot_insert
A CREATE TRIGGER snapshot_insert AFTER INSERT ON snapshot REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_close_in_hand()

-- trigger snapshot.snapshot_sealed
A CREATE TRIGGER snapshot_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON snapshot FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger statement.statement_insert
A CREATE TRIGGER statement_insert AFTER INSERT ON statement REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_close_in_hand()

-- trigger statement.statement_sealed
A CREATE TRIGGER statement_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON statement FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger sub_account.sub_account_open
A CREATE TRIGGER sub_account_open AFTER INSERT ON sub_account REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_sub_account_open()

-- trigger sub_account.sub_account_sealed
A CREATE TRIGGER sub_account_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON sub_account FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger sub_balance.sub_balance_kept
A CREATE TRIGGER sub_balance_kept AFTER UPDATE ON sub_balance REFERENCING OLD TABLE AS was NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_sub_balance_kept()

-- trigger sub_balance.sub_balance_stays
A CREATE TRIGGER sub_balance_stays BEFORE DELETE OR TRUNCATE ON sub_balance FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger sub_close.sub_close_begins
A CREATE TRIGGER sub_close_begins BEFORE INSERT ON sub_close FOR EACH ROW EXECUTE FUNCTION wxzj_leaving_begins()

-- trigger sub_close.sub_close_stays
A CREATE TRIGGER sub_close_stays BEFORE DELETE OR TRUNCATE ON sub_close FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger sub_close.sub_close_step
A CREATE TRIGGER sub_close_step BEFORE UPDATE ON sub_close FOR EACH ROW EXECUTE FUNCTION wxzj_leaving_step()

-- trigger title.title_stays
A CREATE TRIGGER title_stays BEFORE DELETE OR TRUNCATE ON title FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger title.title_update
A CREATE TRIGGER title_update BEFORE UPDATE ON title FOR EACH ROW EXECUTE FUNCTION wxzj_title()

-- trigger trail.trail_sealed
A CREATE TRIGGER trail_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON trail FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger turnover.turnover_insert
A CREATE TRIGGER turnover_insert AFTER INSERT ON turnover REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_turnover_kept()

-- trigger turnover.turnover_stays
A CREATE TRIGGER turnover_stays BEFORE DELETE OR TRUNCATE ON turnover FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger turnover.turnover_update
A CREATE TRIGGER turnover_update AFTER UPDATE ON turnover REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wxzj_turnover_kept()

-- trigger usage_asset.usage_asset_fresh
A CREATE TRIGGER usage_asset_fresh BEFORE INSERT ON usage_asset FOR EACH ROW EXECUTE FUNCTION wxzj_usage_drafted()

-- trigger usage_asset.usage_asset_sealed
A CREATE TRIGGER usage_asset_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_asset FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger usage_ballot.usage_ballot_next
A CREATE TRIGGER usage_ballot_next BEFORE INSERT ON usage_ballot FOR EACH ROW EXECUTE FUNCTION wxzj_usage_ballot()

-- trigger usage_ballot.usage_ballot_sealed
A CREATE TRIGGER usage_ballot_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_ballot FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger usage_basis.usage_basis_fresh
A CREATE TRIGGER usage_basis_fresh BEFORE INSERT ON usage_basis FOR EACH ROW EXECUTE FUNCTION wxzj_usage_drafted()

-- trigger usage_basis.usage_basis_sealed
A CREATE TRIGGER usage_basis_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_basis FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

-- trigger usage_bearer.usage_bearer_fresh
A CREATE TRIGGER usage_bearer_fresh BEFORE INSERT ON usage_bearer FOR EACH ROW EXECUTE FUNCTION wxzj_usage_bearer()

-- trigger usage_bearer.usage_bearer_sealed
A CREATE TRIGGER usage_bearer_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_bearer FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

-- trigger usage_case.usage_case_frozen
A CREATE TRIGGER usage_case_frozen BEFORE UPDATE ON usage_case FOR EACH ROW EXECUTE FUNCTION wxzj_usage_case()

-- trigger usage_case.usage_case_stays
A CREATE TRIGGER usage_case_stays BEFORE DELETE OR TRUNCATE ON usage_case FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger usage_case.usage_case_step
A CREATE TRIGGER usage_case_step BEFORE UPDATE ON usage_case FOR EACH ROW EXECUTE FUNCTION wxzj_usage_step()

-- trigger usage_elector.usage_elector_fresh
A CREATE TRIGGER usage_elector_fresh BEFORE INSERT ON usage_elector FOR EACH ROW EXECUTE FUNCTION wxzj_usage_elector()

-- trigger usage_elector.usage_elector_sealed
A CREATE TRIGGER usage_elector_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_elector FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

-- trigger usage_electorate.usage_electorate_fresh
A CREATE TRIGGER usage_electorate_fresh BEFORE INSERT ON usage_electorate FOR EACH ROW EXECUTE FUNCTION wxzj_usage_drafted()

-- trigger usage_electorate.usage_electorate_sealed
A CREATE TRIGGER usage_electorate_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_electorate FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

-- trigger usage_event.usage_event_next
A CREATE TRIGGER usage_event_next BEFORE INSERT ON usage_event FOR EACH ROW EXECUTE FUNCTION wxzj_usage_event()

-- trigger usage_event.usage_event_sealed
A CREATE TRIGGER usage_event_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_event FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger usage_paper.usage_paper_next
A CREATE TRIGGER usage_paper_next BEFORE INSERT ON usage_paper FOR EACH ROW EXECUTE FUNCTION wxzj_usage_paper_next()

-- trigger usage_paper.usage_paper_sealed
A CREATE TRIGGER usage_paper_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_paper FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger usage_payee.usage_payee_next
A CREATE TRIGGER usage_payee_next BEFORE INSERT ON usage_payee FOR EACH ROW EXECUTE FUNCTION wxzj_usage_payee()

-- trigger usage_payee.usage_payee_sealed
A CREATE TRIGGER usage_payee_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_payee FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger usage_payment.usage_payment_approved
A CREATE TRIGGER usage_payment_approved BEFORE INSERT ON usage_payment FOR EACH ROW EXECUTE FUNCTION wxzj_usage_payment()

-- trigger usage_payment.usage_payment_keeper
A CREATE TRIGGER usage_payment_keeper BEFORE INSERT ON usage_payment FOR EACH ROW EXECUTE FUNCTION wxzj_usage_payment_keeper()

-- trigger usage_payment.usage_payment_sealed
A CREATE TRIGGER usage_payment_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_payment FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger usage_settlement.usage_settlement_sealed
A CREATE TRIGGER usage_settlement_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_settlement FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger usage_share.usage_share_frozen
A CREATE TRIGGER usage_share_frozen BEFORE INSERT OR DELETE OR UPDATE ON usage_share FOR EACH ROW EXECUTE FUNCTION wxzj_usage_share()

-- trigger usage_share.usage_share_stays
A CREATE TRIGGER usage_share_stays BEFORE TRUNCATE ON usage_share FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

-- trigger usage_step.usage_step_next
A CREATE TRIGGER usage_step_next BEFORE INSERT ON usage_step FOR EACH ROW EXECUTE FUNCTION wxzj_usage_step_next()

-- trigger usage_step.usage_step_sealed
A CREATE TRIGGER usage_step_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_step FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger usage_weight.usage_weight_fresh
A CREATE TRIGGER usage_weight_fresh BEFORE INSERT ON usage_weight FOR EACH ROW EXECUTE FUNCTION wxzj_usage_drafted()

-- trigger usage_weight.usage_weight_sealed
A CREATE TRIGGER usage_weight_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON usage_weight FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('scope_frozen')

-- trigger voucher.voucher_seal
A CREATE TRIGGER voucher_seal AFTER INSERT ON voucher FOR EACH ROW EXECUTE FUNCTION wxzj_seal()

-- trigger voucher.voucher_sealed
A CREATE TRIGGER voucher_sealed BEFORE DELETE OR UPDATE OR TRUNCATE ON voucher FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

-- trigger voucher.voucher_then_leaves
A CREATE TRIGGER voucher_then_leaves AFTER INSERT ON voucher FOR EACH ROW EXECUTE FUNCTION wxzj_leaves()

